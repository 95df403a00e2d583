namespace PedOS.TestKit.Hives;

/// <summary>A driver of the Xen project, as Windows notes it for the device that uses it.</summary>
/// <param name="Name">Name of the driver and of its service.</param>
/// <param name="ClassName">Class of the device (devguid.h).</param>
/// <param name="DeviceId">The id of the device that the INF named.</param>
/// <param name="Number">Tells its INF from others in the store.</param>
public sealed record SampleXenDriver(string Name, string ClassName, string DeviceId, int Number)
{
    /// <summary>Who made it.</summary>
    public const string Provider = "Xen Project";

    /// <summary>The line of an INF that keeps ordinary users from the interface.</summary>
    public const string GuardLine = "HKR,,Security,,\"D:P(A;;GA;;;SY)(A;;GA;;;BA)\"";

    /// <summary>Sections of an INF with that line where it counts.</summary>
    public static string Guard { get; } = InfWith(GuardLine);

    private const string System = "{4d36e97d-e325-11ce-bfc1-08002be10318}";
    private const string Storage = "{4d36e97b-e325-11ce-bfc1-08002be10318}";
    private const string Net = "{4d36e972-e325-11ce-bfc1-08002be10318}";

    /// <summary>A whole set.</summary>
    public static IReadOnlyList<SampleXenDriver> All { get; } =
    [
        new("xenbus", System, @"PCI\VEN_5853&DEV_0001", 0),
        new("xeniface", System, @"XENBUS\VEN_XP0001&DEV_IFACE&REV_0900000B", 1),
        new("xenvif", System, @"XENBUS\VEN_XP0001&DEV_VIF&REV_09000005", 2),
        new("xenvbd", Storage, @"XENBUS\VEN_XP0001&DEV_VBD&REV_09000002", 3),
        new("xennet", Net, @"XENVIF\VEN_XP0001&DEV_NET&REV_09000003", 4),
    ];

    /// <summary>Name of its INF in the store.</summary>
    public string StoreName => $"oem{Number}.inf";

    /// <summary>Where its program is.</summary>
    public string Image => $@"\SystemRoot\System32\drivers\{Name}.sys";

    /// <summary>Sections of an INF with a line in the section of its device's registry.</summary>
    /// <param name="line">The line.</param>
    /// <param name="hardware">Name of the section that names that one.</param>
    public static string InfWith(string line, string hardware = "Interface_Device.NTamd64.HW") => $"""
        [Manufacturer]
        %Vendor% = Models, NTamd64
        [Models.NTamd64]
        %Device% = Interface_Device, XENBUS\VEN_XP0001&DEV_IFACE&REV_0900000B
        [Interface_Device.NTamd64]
        CopyFiles = Files
        [{hardware}]
        AddReg = Access
        [Access]
        {line}
        """;

    /// <summary>Its INF, as far as anybody reads it.</summary>
    public string Inf(string version) =>
        $"; an INF\r\nDriverVer=11/22/2025,{version}\r\n{(Name == "xeniface" ? Guard : "")}\r\n";
}

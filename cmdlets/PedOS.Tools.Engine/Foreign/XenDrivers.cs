using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Foreign;

/// <summary>
/// The Xen drivers that devices of a machine use, whoever brought them. Windows notes for each device that has a driver
/// which one it is, in the key of the device's class; that tells as much of an image as of a machine that runs.
/// </summary>
public static class XenDrivers
{
    /// <summary>The driver of the bus: without it there is no other.</summary>
    public const string Bus = "xenbus";

    /// <summary>The driver of the interface for programs.</summary>
    public const string Interface = "xeniface";

    private const string Services = @"HKLM\SYSTEM\CurrentControlSet\Services\";
    private const string Classes = @"HKLM\SYSTEM\CurrentControlSet\Control\Class\";
    private const string VendorMark = @"\ven_";
    private const string DeviceMark = "&dev_";
    private const int VendorLength = 6;

    // System, SCSIAdapter, Net and HIDClass: devguid.h.
    private static readonly string[] ClassNames =
    [
        "{4d36e97d-e325-11ce-bfc1-08002be10318}",
        "{4d36e97b-e325-11ce-bfc1-08002be10318}",
        "{4d36e972-e325-11ce-bfc1-08002be10318}",
        "{745a17a0-74d3-11d0-b6fe-00a0c90f57da}",
    ];

    // Those that may be loaded by the boot loader: of the bus, its filter, and the disks.
    private static readonly string[] BootServices = [Bus, "xenfilt", "xenvbd", "xendisk", "xencrsh"];

    // What a device is called on its bus, and the driver it is for. 5853 is XenSource's number of PCI vendors.
    private static readonly (string Bus, string Device, string Driver)[] Known =
    [
        (@"pci\ven_5853", "", Bus),
        (@"xenbus\", "iface", Interface),
        (@"xenbus\", "vif", "xenvif"),
        (@"xenbus\", "vbd", "xenvbd"),
        (@"xenbus\", "cons", "xencons"),
        (@"xenbus\", "vkbd", "xenvkbd"),
        (@"xenvif\", "net", "xennet"),
        (@"xenvkbd\", "hid", "xenhid"),
    ];

    /// <summary>Each of them once, in the order in which they need one another; empty for none.</summary>
    /// <remarks>One that devices use in two versions is there twice.</remarks>
    public static IReadOnlyList<XenDriver> Find(IMachine machine)
    {
        IRegistry registry = machine.Registry;
        string[] order = [.. Known.Select(static k => k.Driver)];
        return
        [
            .. ClassNames
                .Select(static name => Classes + name)
                .SelectMany(key => registry.SubkeyNames(key).Where(IsDevice).Select(device => $@"{key}\{device}"))
                .Select(key => Read(registry, key))
                .OfType<XenDriver>()
                .GroupBy(static d => (d.Name, d.Version, d.Provider, d.Vendor))
                .Select(static devices => devices.First())
                .OrderBy(d => Array.IndexOf(order, d.Name))
                .ThenBy(static d => d.Version, StringComparer.Ordinal),
        ];
    }

    /// <summary>When Windows loads a driver; null when it has none, or deletes it at the next start.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="service">Name of the service.</param>
    public static ServiceStart? StartOf(IMachine machine, string service)
    {
        // From the registry: the service manager tells of drivers less than of programs.
        uint? start = RegistryServices.IsDeleted(machine.Registry, service)
            ? null
            : machine.Registry.Find(Services + service, "Start")?.AsNumber();
        return start <= (uint)ServiceStart.Disabled ? (ServiceStart)start : null;
    }

    /// <summary>Whether the boot loader, or the start of Windows, loads a Xen driver.</summary>
    public static bool AreInBoot(IMachine machine) =>
        BootServices.Any(service => StartOf(machine, service) is ServiceStart.Boot or ServiceStart.System);

    // Other keys below a class hold settings of the class, which not everybody may read.
    private static bool IsDevice(string name) => name.Length == 4 && name.All(static c => c is >= '0' and <= '9');

    private static XenDriver? Read(IRegistry registry, string key)
    {
        string id = Text(registry, key, "MatchingDeviceId").ToLowerInvariant();
        return NameOf(id) is { } name
            ? new(
                name,
                Text(registry, key, "DriverVersion"),
                Text(registry, key, "ProviderName"),
                Text(registry, key, "InfPath"),
                VendorOf(id))
            : null;
    }

    private static string? NameOf(string id) => Known
        .Where(k => id.StartsWith(k.Bus, StringComparison.Ordinal)
            && (k.Device.Length == 0 || DeviceOf(id) == k.Device))
        .Select(static k => k.Driver)
        .FirstOrDefault();

    private static string DeviceOf(string id)
    {
        int at = id.IndexOf(DeviceMark, StringComparison.Ordinal);
        return at < 0 ? "" : id.Substring(at + DeviceMark.Length).Split('&')[0];
    }

    // Devices below the bus are named after whoever built the bus; those of PCI have a number of four digits there.
    private static string VendorOf(string id)
    {
        int at = id.IndexOf(VendorMark, StringComparison.Ordinal);
        string vendor = at < 0 ? "" : id.Substring(at + VendorMark.Length).Split('&')[0];
        return vendor.Length == VendorLength ? vendor.ToUpperInvariant() : "";
    }

    private static string Text(IRegistry registry, string key, string name) =>
        registry.Find(key, name)?.AsText() ?? "";
}

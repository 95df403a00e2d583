namespace PedOS.TestKit.Hives;

/// <summary>What Windows an image holds.</summary>
public sealed record WindowsImageOptions
{
    /// <summary>As Windows calls itself.</summary>
    public string ProductName { get; init; } = "Windows 11 Pro";

    /// <summary>CurrentBuildNumber.</summary>
    public int Build { get; init; } = 22631;

    /// <summary>x64, or x86.</summary>
    public bool Is64Bit { get; init; } = true;

    /// <summary>Letter and colon that Windows has for its volume.</summary>
    public string SystemDrive { get; init; } = "C:";

    /// <summary>Whether the boot store is on this volume, as without an EFI partition.</summary>
    public bool HasBootStore { get; init; } = true;

    /// <summary>Format of all hives.</summary>
    public HiveFormat Format { get; init; } = HiveFormat.Machine;

    /// <summary>Services of other programs, besides those that every image has.</summary>
    public int OtherServices { get; init; }

    /// <summary>MiB of other programs' values in SOFTWARE, to make it as large as real ones.</summary>
    public int SoftwareFill { get; init; }
}

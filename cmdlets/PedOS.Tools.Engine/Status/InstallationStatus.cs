using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Status;

/// <summary>What is installed on a machine.</summary>
/// <param name="Location">The machine: its name, or the folder of the image.</param>
/// <param name="Kind">Running or an image.</param>
/// <param name="Windows">Its Windows, with the build.</param>
/// <param name="Version">Version of the tools; "" when they are not installed.</param>
/// <param name="Components">Installed components.</param>
/// <param name="PendingOperation">Operation that was interrupted or waits for a restart; "" for none.</param>
public sealed record InstallationStatus(
    string Location,
    MachineKind Kind,
    string Windows,
    string Version,
    IReadOnlyList<string> Components,
    string PendingOperation)
{
    /// <summary>Who signed the package that was installed last; "" when that is not known.</summary>
    public string Package { get; init; } = "";

    /// <summary>Drivers that others have installed and that the tools use, with their versions.</summary>
    public IReadOnlyList<string> AdoptedDrivers { get; init; } = [];

    /// <summary>Whether anything is installed.</summary>
    public bool IsInstalled => Version.Length > 0;
}

namespace PedOS.Tools.Engine.Status;

/// <summary>A component on a machine.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">A few words.</param>
/// <param name="IsInstalled">Whether it is installed.</param>
/// <param name="Version">Version that is installed; "" for none.</param>
/// <param name="Needs">Components it needs.</param>
/// <param name="Explanation">What it does to the machine and what it costs.</param>
public sealed record ComponentStatus(
    string Name,
    string Title,
    bool IsInstalled,
    string Version,
    IReadOnlyList<string> Needs,
    string Explanation);

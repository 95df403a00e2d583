namespace PedOS.Build.Packaging;

/// <summary>
/// Which component of the product each program belongs to. A program that is not here is not shipped.
/// </summary>
public static class ProgramComponents
{
    /// <summary>What every installation has.</summary>
    public const string Shared = "Shared";

    /// <summary>Calls, configuration database, network.</summary>
    public const string Agent = "Agent";

    /// <summary>Profiles on the private disk.</summary>
    public const string MoveProfiles = "MoveProfiles";

    /// <summary>Windows on the trusted desktop.</summary>
    public const string Gui = "Gui";

    /// <summary>Component by name of the program.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["setup"] = Shared,
            ["qrexec-agent"] = Agent,
            ["qrexec-wrapper"] = Agent,
            ["qrexec-client-vm"] = Agent,
            ["PedOSdb-daemon"] = Agent,
            ["pedosdb"] = Agent,
            ["network-setup"] = Agent,
            ["pedos-rpc"] = Agent,
            ["prepare-volume"] = MoveProfiles,
            ["relocate-dir"] = MoveProfiles,
            ["qga"] = Gui,
            ["QgaWatchdog"] = Gui,
        };
}

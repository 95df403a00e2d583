using PedOS.Build.Tools;

namespace PedOS.Build.Lanes;

/// <summary>What test programs may rely on finding in their environment.</summary>
public static class TestEnvironment
{
    /// <summary>Folder of our published programs for this machine.</summary>
    public const string ProgramsVariable = "PEDOS_BIN";

    /// <summary>Folder of our published programs for Windows.</summary>
    public const string WindowsProgramsVariable = "PEDOS_BIN_WIN";

    // The runtime makes pipes for debuggers in the temporary folder; programs that tests kill leave them there.
    private const string DiagnosticsVariable = "DOTNET_EnableDiagnostics";

    /// <summary>The given variables and the folders of the programs under test.</summary>
    public static IReadOnlyDictionary<string, string> Of(
        Workspace workspace, IReadOnlyDictionary<string, string> more)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        return new Dictionary<string, string>(more)
        {
            [ProgramsVariable] = workspace.LinuxPrograms,
            [WindowsProgramsVariable] = workspace.WindowsPrograms,
            [DiagnosticsVariable] = "0",
        };
    }
}

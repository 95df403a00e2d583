namespace PedOS.Build.Lanes;

/// <summary>The PowerShell that the lanes of the module run in.</summary>
public static class PowerShellProgram
{
    /// <summary>Variable with the name of another shell on PATH, for example <c>powershell.exe</c>.</summary>
    public const string Variable = "PEDOS_POWERSHELL";

    /// <summary>Why a lane is skipped where there is none.</summary>
    public const string Missing = "there is no pwsh (PowerShell 7.4 or later) on PATH";

    /// <summary>Looks for it on PATH.</summary>
    /// <returns>Its path; null when there is none.</returns>
    public static string? Find()
    {
        string name = Environment.GetEnvironmentVariable(Variable)
            ?? (OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh");
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(static folder => folder.Length > 0)
            .Select(folder => Path.Join(folder, name))
            .FirstOrDefault(File.Exists);
    }
}

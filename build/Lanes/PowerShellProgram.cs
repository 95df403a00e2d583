using PedOS.Build.Tools;

namespace PedOS.Build.Lanes;

/// <summary>The PowerShell that the lanes of the module run in, and the Pester it finds.</summary>
public static class PowerShellProgram
{
    /// <summary>
    /// Variable with another shell: its path, or its name on PATH, for example <c>powershell.exe</c>.
    /// </summary>
    public const string Variable = "PEDOS_POWERSHELL";

    /// <summary>What restores the packages.</summary>
    public static string Project(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        return workspace.At("tests", "pester", "host", "host.csproj");
    }

    /// <summary>The shell that the variable names, or that of the package PowerShell.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="BuildException">It is not there.</exception>
    public static string Find(Workspace workspace)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return OnPath(named) ?? throw new BuildException($"{Variable} names {named}, which is not there");
        }

        // Its own program and not the tool's entry point, whose process is dotnet: tests start the shell they run in.
        string shell = Path.Join(
            RestoredPackages.Of(Project(workspace)).FolderOf("PowerShell"),
            "tools",
            "net10.0",
            "any",
            OperatingSystem.IsWindows() ? Path.Join("win", "pwsh.exe") : Path.Join("unix", "pwsh"));
        return File.Exists(shell) ? shell : throw new BuildException($"the package PowerShell has no {shell}");
    }

    /// <summary>Lays Pester out as a shell looks for modules.</summary>
    /// <returns>The folder for PSModulePath.</returns>
    /// <exception cref="BuildException">Its package is not there.</exception>
    public static string LayPester(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var packages = RestoredPackages.Of(Project(workspace));
        string source = Path.Join(packages.FolderOf("Pester"), "tools");
        string target = Path.Join(workspace.TestModules, "Pester", packages.VersionOf("Pester"));
        if (Directory.Exists(workspace.TestModules))
        {
            Directory.Delete(workspace.TestModules, recursive: true);
        }

        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Join(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return workspace.TestModules;
    }

    private static string? OnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(static folder => folder.Length > 0)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
}

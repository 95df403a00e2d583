using PedOS.Build.Packaging;
using PedOS.Build.Tools;

namespace PedOS.Build.Lanes;

/// <summary>The module in a real PowerShell: the analyzer over its scripts, then the Pester suite.</summary>
public sealed class PesterLane(Workspace workspace, ConsoleRunner console)
{
    private const string ModulePath = "PSModulePath";

    private static readonly TimeSpan SuiteTime = TimeSpan.FromMinutes(8);

    /// <summary>Lays the module out and runs the lane.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BuildException">There is no shell.</exception>
    public async Task<RunTotals> RunAsync(CancellationToken cancellationToken)
    {
        string folder = new ModuleStage(workspace).Lay();
        Console.WriteLine($"  module: {Path.GetRelativePath(workspace.Root, folder)}");
        string shell = PowerShellProgram.Find(workspace);
        Console.WriteLine($"  shell: {shell}");
        return await console.RunAsync(
            "pester",
            [shell, "-NoProfile", "-NonInteractive", "-File", workspace.At("tests", "pester", "run.ps1")],
            new Dictionary<string, string>(DotNet.Environment) { [ModulePath] = WithPester() },
            SuiteTime,
            cancellationToken);
    }

    private string WithPester()
    {
        string modules = PowerShellProgram.LayPester(workspace);
        return Environment.GetEnvironmentVariable(ModulePath) is { Length: > 0 } present
            ? modules + Path.PathSeparator + present
            : modules;
    }
}

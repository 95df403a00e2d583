using PedOS.Build.Packaging;
using PedOS.Build.Tools;

namespace PedOS.Build.Lanes;

/// <summary>The module in a real PowerShell: the analyzer over its scripts, then the Pester suite.</summary>
public sealed class PesterLane(Workspace workspace, ConsoleRunner console)
{
    private static readonly TimeSpan ProbeTime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SuiteTime = TimeSpan.FromMinutes(8);

    /// <summary>Lays the module out and runs the lane, or says in one line why it cannot.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<RunTotals> RunAsync(CancellationToken cancellationToken)
    {
        string folder = new ModuleStage(workspace).Lay();
        Console.WriteLine($"  module: {Path.GetRelativePath(workspace.Root, folder)}");
        if (PowerShellProgram.Find() is not { } shell)
        {
            Console.WriteLine($"  skipped: {PowerShellProgram.Missing}");
            return RunTotals.OneSkipped;
        }

        ChildResult probe = await ChildProcess.RunAsync(
            new ChildCommand(
                shell,
                [
                    "-NoProfile", "-Command",
                    "exit [int]-not (Get-Module -ListAvailable Pester | Where-Object Version -GE '5.0')",
                ])
            {
                WorkingDirectory = workspace.Root,
                Timeout = ProbeTime,
                ShowOnlyOnFailure = true,
            },
            cancellationToken);
        if (!probe.Succeeded)
        {
            Console.WriteLine("  skipped: pwsh has no Pester 5");
            return RunTotals.OneSkipped;
        }

        return await console.RunAsync(
            "pester",
            [shell, "-NoProfile", "-NonInteractive", "-File", workspace.At("tests", "pester", "run.ps1")],
            DotNet.Environment,
            SuiteTime,
            cancellationToken);
    }
}

using PedOS.Build.Packaging;
using PedOS.Build.Tools;

namespace PedOS.Build.Lanes;

/// <summary>
/// Test programs that host PowerShell: built for the one that <see cref="Variable"/> names, or for the one on PATH.
/// </summary>
public sealed class HostedLane(Workspace workspace, DotNet dotnet, XunitRunner xunit)
{
    /// <summary>
    /// Variable with the value of the build property <c>HostedPowerShell</c>: <c>true</c> for the package
    /// Microsoft.PowerShell.SDK, or the folder of a PowerShell.
    /// </summary>
    public const string Variable = "PEDOS_HOSTED_POWERSHELL";

    private const string Engine = "System.Management.Automation.dll";

    private static readonly TimeSpan ProbeTime = TimeSpan.FromMinutes(1);

    /// <summary>Lays the module out, builds the programs and runs them, or says in one line why it cannot.</summary>
    public async Task<RunTotals> RunAsync(IReadOnlyList<TestProject> projects, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(projects);
        string? hosted = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
            ? named
            : await FindAsync(cancellationToken);
        if (hosted is null)
        {
            Console.WriteLine($"  skipped: {PowerShellProgram.Missing}, and {Variable} names none");
            return RunTotals.OneSkipped;
        }

        _ = new ModuleStage(workspace).Lay();
        foreach (TestProject project in projects)
        {
            Console.WriteLine($"  {project.Name} with HostedPowerShell={hosted}");
            await dotnet.RunAsync(
                $"building {project.Name}",
                ["build", project.Path, "-c", "Release", "-v", "quiet", "-nologo", $"-p:HostedPowerShell={hosted}"],
                cancellationToken);
        }

        return await xunit.RunAllAsync(projects, cancellationToken);
    }

    // Only a PowerShell of the same runtime can be hosted, and it knows best where its assemblies are.
    private async Task<string?> FindAsync(CancellationToken cancellationToken)
    {
        if (PowerShellProgram.Find() is not { } shell)
        {
            return null;
        }

        ChildResult place = await ChildProcess.RunAsync(
            new ChildCommand(shell, ["-NoProfile", "-NonInteractive", "-Command", "$PSHOME"])
            {
                WorkingDirectory = workspace.Root,
                Timeout = ProbeTime,
                ShowOnlyOnFailure = true,
            },
            cancellationToken);
        return place.Lines.Select(static line => line.Trim()).LastOrDefault(
            static line => line.Length > 0 && File.Exists(Path.Join(line, Engine)));
    }
}

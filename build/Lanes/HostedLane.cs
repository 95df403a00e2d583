using PedOS.Build.Packaging;
using PedOS.Build.Tools;

namespace PedOS.Build.Lanes;

/// <summary>
/// Test programs that host PowerShell: that of the package Microsoft.PowerShell.SDK, as the solution built them, or the
/// one that <see cref="Variable"/> names.
/// </summary>
public sealed class HostedLane(Workspace workspace, DotNet dotnet, XunitRunner xunit)
{
    /// <summary>Variable with the folder of a PowerShell of the same runtime, to be hosted instead.</summary>
    public const string Variable = "PEDOS_HOSTED_POWERSHELL";

    /// <summary>Lays the module out and runs the programs.</summary>
    public async Task<RunTotals> RunAsync(IReadOnlyList<TestProject> projects, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(projects);
        _ = new ModuleStage(workspace).Lay();
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } hosted)
        {
            foreach (TestProject project in projects)
            {
                Console.WriteLine($"  {project.Name} with HostedPowerShell={hosted}");
                await dotnet.RunAsync(
                    $"building {project.Name}",
                    ["build", project.Path, "-c", "Release", "-v", "quiet", "-nologo", $"-p:HostedPowerShell={hosted}"],
                    cancellationToken);
            }
        }

        return await xunit.RunAllAsync(projects, cancellationToken);
    }
}

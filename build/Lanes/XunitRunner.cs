using PedOS.Build.Tools;

namespace PedOS.Build.Lanes;

/// <summary>Runs xunit.v3 test programs directly and counts by their XML report.</summary>
public sealed class XunitRunner(Workspace workspace)
{
    // Quiet shows failures with message and stack, and what was skipped and why.
    private static readonly string[] Options = ["-noLogo", "-noColor", "-noAutoReporters", "-reporter", "quiet"];

    /// <summary>Runs them one after another.</summary>
    public async Task<RunTotals> RunAllAsync(IReadOnlyList<TestProject> projects, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(projects);
        RunTotals totals = default;
        foreach (TestProject project in projects)
        {
            totals += await RunAsync(project, [DotNet.Muxer, project.Assembly], DotNet.Environment, cancellationToken);
        }

        return totals;
    }

    /// <summary>Runs one test program.</summary>
    /// <param name="project">Which.</param>
    /// <param name="command">How it is started.</param>
    /// <param name="environment">Added to the environment.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<RunTotals> RunAsync(
        TestProject project,
        IReadOnlyList<string> command,
        IReadOnlyDictionary<string, string> environment,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(command);
        string report = $"{project.Name}.xml";
        ChildResult result = await ChildProcess.RunAsync(
            new ChildCommand(command[0], [.. command.Skip(1), .. Options, "-xml", report])
            {
                // The report is named relative to the folder: a Windows program under Wine has no Linux paths.
                WorkingDirectory = workspace.TestResults,
                Timeout = project.Timeout,
                Environment = TestEnvironment.Of(workspace, environment),
                Indent = "    ",
                HideClosingLine = true,
            },
            cancellationToken);
        var verdict = RunnerVerdict.Of(result, XunitReport.Read(Path.Join(workspace.TestResults, report)));
        verdict.Show(project.Name);
        return verdict.Totals;
    }
}

using System.Diagnostics;
using PedOS.Build.Tools;

namespace PedOS.Build.Lanes;

/// <summary>The test target: every lane in order, then a table, then the closing line.</summary>
public sealed class TestRun(Workspace workspace, DotNet dotnet)
{
    private readonly List<LaneResult> _results = [];

    /// <summary>Runs the lanes.</summary>
    /// <param name="selection">Names of lanes or test projects; empty means everything.</param>
    /// <param name="cancellationToken">Ends the run and its processes; no closing line is printed then.</param>
    /// <returns>0 when nothing failed.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> selection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(selection);
        IReadOnlyList<TestProject> projects = TestProject.Discover(workspace);
        var selected = new TestSelection(selection);
        selected.Check(projects);
        if (Directory.Exists(workspace.TestResults))
        {
            Directory.Delete(workspace.TestResults, recursive: true);
        }

        Directory.CreateDirectory(workspace.TestResults);
        await new MachineSetup(workspace).RunAsync(Requirement.All, cancellationToken);

        var check = new CheckLane(workspace, dotnet);
        await RunLaneAsync("check", "none", () => check.RunAsync(selected.IsEverything, cancellationToken));
        if (check.IsBuilt)
        {
            await RunLanesAsync(projects, selected, cancellationToken);
        }

        return Close();
    }

    private async Task RunLanesAsync(
        IReadOnlyList<TestProject> projects, TestSelection selected, CancellationToken cancellationToken)
    {
        var xunit = new XunitRunner(workspace);
        foreach (EvidenceClass lane in (EvidenceClass[])[EvidenceClass.Unit, EvidenceClass.Peer, EvidenceClass.Crash])
        {
            TestProject[] wanted = [.. projects.Where(p => p.Evidence == lane && selected.Includes(p))];
            if (wanted.Length > 0)
            {
                await RunLaneAsync(
                    LaneNames.Of(lane), EvidenceOf(lane), () => xunit.RunAllAsync(wanted, cancellationToken));
            }
        }

        var console = new ConsoleRunner(workspace);
        if (selected.IncludesLane(LaneNames.Fuzz))
        {
            await RunLaneAsync(LaneNames.Fuzz, "unit", () => console.RunProjectAsync(
                "fuzz", ["--seconds", "20"], TimeSpan.FromMinutes(3), cancellationToken));
        }

        if (selected.IncludesLane(LaneNames.Bench))
        {
            await RunLaneAsync(LaneNames.Bench, "peer", () => console.RunProjectAsync(
                "bench", ["--smoke"], TimeSpan.FromMinutes(3), cancellationToken));
        }

        if (selected.IncludesLane(LaneNames.Framework))
        {
            var framework = new FrameworkLane(workspace, console);
            await RunLaneAsync(LaneNames.Framework, "unit", () => framework.RunAsync(cancellationToken));
        }

        if (selected.IncludesLane(LaneNames.Pester))
        {
            var pester = new PesterLane(workspace, console);
            await RunLaneAsync(LaneNames.Pester, "peer", () => pester.RunAsync(cancellationToken));
        }

        TestProject[] hosted = [.. projects.Where(p => p.Evidence == EvidenceClass.Hosted && selected.Includes(p))];
        if (hosted.Length > 0)
        {
            var lane = new HostedLane(workspace, dotnet, xunit);
            await RunLaneAsync(LaneNames.Hosted, "peer", () => lane.RunAsync(hosted, cancellationToken));
        }

        TestProject[] windows = [.. projects.Where(p => p.Evidence == EvidenceClass.Wine && selected.Includes(p))];
        if (selected.IncludesLane("wine") || windows.Length > 0)
        {
            var wine = new WineLane(workspace, dotnet, console);
            await RunLaneAsync(
                "wine", "wine", () => wine.RunAsync(windows, selected.IncludesLane("wine"), cancellationToken));
        }
    }

    private async Task RunLaneAsync(string name, string evidence, Func<Task<RunTotals>> run)
    {
        Console.WriteLine();
        Console.WriteLine($"== {name}");
        long start = Stopwatch.GetTimestamp();
        RunTotals totals;
        try
        {
            totals = await run();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever breaks a lane, the others still run and the closing line still comes.
            Console.WriteLine($"  failed: {(e is BuildException ? e.Message : e)}");
            totals = RunTotals.OneFailed;
        }

        if (totals == default)
        {
            // A lane that ran and counted nothing proves nothing.
            Console.WriteLine("  failed: no test gave a result");
            totals = RunTotals.OneFailed;
        }

        _results.Add(new LaneResult(name, evidence, totals, Stopwatch.GetElapsedTime(start)));
    }

    private int Close()
    {
        Console.WriteLine();
        Console.WriteLine("lane      evidence    passed   failed  skipped  seconds");
        RunTotals sum = default;
        foreach (LaneResult result in _results)
        {
            Console.WriteLine(result);
            sum += result.Totals;
        }

        Console.WriteLine();
        Console.WriteLine(sum);
        return sum.Failed == 0 ? 0 : 1;
    }

    private static string EvidenceOf(EvidenceClass lane) => lane == EvidenceClass.Crash ? "peer" : LaneNames.Of(lane);
}

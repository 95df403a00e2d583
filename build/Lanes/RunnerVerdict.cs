using PedOS.Build.Tools;

namespace PedOS.Build.Lanes;

/// <summary>What a runner's counts are worth once its end is known.</summary>
/// <param name="Totals">The counts, with one failure more when there is a problem.</param>
/// <param name="Problem">Why the counts alone are not believed, or null.</param>
public sealed record RunnerVerdict(RunTotals Totals, string? Problem)
{
    /// <summary>
    /// Puts counts and end together: a crash, a kill, an unexplained exit code or an empty run is a failure.
    /// </summary>
    /// <param name="result">How the runner ended.</param>
    /// <param name="counted">What it counted, or null when it left no counts.</param>
    public static RunnerVerdict Of(ChildResult result, RunTotals? counted)
    {
        ArgumentNullException.ThrowIfNull(result);
        string? problem =
            result.TimedOut ? $"hung or was too slow: it was ended after {result.Elapsed.TotalSeconds:F0} s"
            : counted is not { } totals ? $"ended with exit code {result.ExitCode} and left no result"
            : totals == default ? "ran no test"
            : result.ExitCode != 0 && totals.Failed == 0
                ? $"reports no failure but ended with exit code {result.ExitCode}"
            : null;
        RunTotals known = counted ?? default;
        return new RunnerVerdict(problem is null ? known : known + RunTotals.OneFailed, problem);
    }

    /// <summary>Prints it, not in the form of a closing line.</summary>
    public void Show(string name)
    {
        Console.WriteLine($"  {name}: {Totals.Passed} passed / {Totals.Failed} failed / {Totals.Skipped} skipped");
        if (Problem is not null)
        {
            Console.WriteLine($"  failed: {name} {Problem}");
        }
    }
}

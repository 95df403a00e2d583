using PedOS.Build.Lanes;
using PedOS.Build.Tools;
using Xunit;

namespace PedOS.Build.Tests;

public sealed class RunnerVerdictTests
{
    private static readonly ChildResult Clean = new(0, TimedOut: false, []);

    [Fact]
    public void Of_TakesTheReport_WhenTheProgramEndedWell() =>
        Assert.Equal(new RunTotals(3, 0, 1), Judge(Clean, new RunTotals(3, 0, 1)));

    [Fact]
    public void Of_KeepsTheFailures_WhenTheExitCodeSaysTheSame() =>
        Assert.Equal(new RunTotals(3, 2, 1), Judge(Clean with { ExitCode = 1 }, new RunTotals(3, 2, 1)));

    [Fact]
    public void Of_IsOneFailure_WhenTheProgramLeftNoReport() =>
        Assert.Equal(RunTotals.OneFailed, Judge(Clean with { ExitCode = 134 }, null));

    [Fact]
    public void Of_AddsOneFailure_WhenTheExitCodeIsUnexplained() =>
        Assert.Equal(new RunTotals(3, 1, 0), Judge(Clean with { ExitCode = 139 }, new RunTotals(3, 0, 0)));

    [Fact]
    public void Of_AddsOneFailure_WhenTheProgramWasKilled() =>
        Assert.Equal(new RunTotals(3, 1, 0), Judge(Clean with { TimedOut = true }, new RunTotals(3, 0, 0)));

    [Fact]
    public void Of_IsOneFailure_WhenNoTestRan() =>
        Assert.Equal(RunTotals.OneFailed, Judge(Clean, default(RunTotals)));

    private static RunTotals Judge(ChildResult result, RunTotals? counted) =>
        RunnerVerdict.Of(result, counted).Totals;
}

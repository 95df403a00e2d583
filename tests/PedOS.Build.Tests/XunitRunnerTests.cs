using Xunit;

namespace PedOS.Build.Tests;

public sealed class XunitRunnerTests
{
    private static readonly ChildResult Clean = new(0, TimedOut: false, []);

    [Fact]
    public void Count_TakesTheReport_WhenTheProgramEndedWell() =>
        Assert.Equal(new RunTotals(3, 0, 1), XunitRunner.Count("t", Clean, new RunTotals(3, 0, 1)));

    [Fact]
    public void Count_KeepsTheFailures_WhenTheExitCodeSaysTheSame() =>
        Assert.Equal(new RunTotals(3, 2, 1), XunitRunner.Count("t", Clean with { ExitCode = 1 }, new RunTotals(3, 2, 1)));

    [Fact]
    public void Count_IsOneFailure_WhenTheProgramLeftNoReport() =>
        Assert.Equal(RunTotals.OneFailed, XunitRunner.Count("t", Clean with { ExitCode = 134 }, null));

    [Fact]
    public void Count_AddsOneFailure_WhenTheExitCodeIsUnexplained() =>
        Assert.Equal(new RunTotals(3, 1, 0), XunitRunner.Count("t", Clean with { ExitCode = 139 }, new RunTotals(3, 0, 0)));

    [Fact]
    public void Count_AddsOneFailure_WhenTheProgramWasKilled() =>
        Assert.Equal(new RunTotals(3, 1, 0), XunitRunner.Count("t", Clean with { TimedOut = true }, new RunTotals(3, 0, 0)));

    [Fact]
    public void Count_IsOneFailure_WhenNoTestRan() => Assert.Equal(RunTotals.OneFailed, XunitRunner.Count("t", Clean, default(RunTotals)));

    [Fact]
    public void ClosingLine_IsTheLastOne() =>
        Assert.Equal(
            new RunTotals(2, 0, 0),
            ConsoleRunner.ClosingLine(["1 passed, 0 failed", "text", "2 passed, 0 failed, 0 skipped", "end"]));

    [Fact]
    public void ClosingLine_IsNull_WhenNoLineIsOne() => Assert.Null(ConsoleRunner.ClosingLine(["all good"]));
}

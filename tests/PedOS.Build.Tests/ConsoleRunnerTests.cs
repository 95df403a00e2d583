using PedOS.Build.Lanes;
using PedOS.Build.Tools;
using Xunit;

namespace PedOS.Build.Tests;

public sealed class ConsoleRunnerTests
{
    [Fact]
    public void ClosingLine_IsTheLastOne() =>
        Assert.Equal(
            new RunTotals(2, 0, 0),
            ConsoleRunner.ClosingLine(["1 passed, 0 failed", "text", "2 passed, 0 failed, 0 skipped", "end"]));

    [Fact]
    public void ClosingLine_IsNull_WhenNoLineIsOne() => Assert.Null(ConsoleRunner.ClosingLine(["all good"]));
}

using PedOS.Build.Tools;
using Xunit;

namespace PedOS.Build.Tests;

public sealed class RunTotalsTests
{
    [Theory]
    [InlineData("3 passed, 1 failed, 2 skipped", 3, 1, 2)]
    [InlineData("  12 passed, 0 failed", 12, 0, 0)]
    [InlineData("0 passed, 0 failed, 1 skipped\r", 0, 0, 1)]
    public void TryParse_ReadsTheClosingLine_WithAndWithoutSkips(string line, int passed, int failed, int skipped)
    {
        Assert.True(RunTotals.TryParse(line, out RunTotals totals));
        Assert.Equal(new RunTotals(passed, failed, skipped), totals);
    }

    [Theory]
    [InlineData("")]
    [InlineData("3 passed")]
    [InlineData("lane: 3 passed, 1 failed, 2 skipped")]
    [InlineData("-3 passed, 1 failed, 2 skipped")]
    [InlineData("3 passed, 1 failed, 2 skipped, 4 lost")]
    [InlineData("99999999999 passed, 1 failed, 2 skipped")]
    [InlineData("1 passed, 1 failed, 99999999999 skipped")]
    public void TryParse_Refuses_WhenTheLineIsAnythingElse(string line) =>
        Assert.False(RunTotals.TryParse(line, out _));

    [Fact]
    public void ToString_IsTheClosingLine_AndReadsBack()
    {
        var totals = new RunTotals(1234, 5, 6);

        Assert.Equal("1234 passed, 5 failed, 6 skipped", totals.ToString());
        Assert.True(RunTotals.TryParse(totals.ToString(), out RunTotals read));
        Assert.Equal(totals, read);
    }

    [Fact]
    public void Add_SumsFieldByField() =>
        Assert.Equal(new RunTotals(11, 22, 33), new RunTotals(1, 2, 3) + new RunTotals(10, 20, 30));
}

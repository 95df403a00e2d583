using PedOS.Build.Tools;
using Xunit;

namespace PedOS.Build.Tests;

public sealed class MachinePaceTests
{
    [Theory]
    [InlineData("0.10 0.20 0.30 1/200 99", 2, 1)]
    [InlineData("2.00 0.20 0.30 1/200 99", 2, 1)]
    [InlineData("3.00 0.20 0.30 1/200 99", 2, 1.5)]
    [InlineData("30.50 0.20 0.30 1/200 99", 2, 15.25)]
    [InlineData("900.00 0.20 0.30 1/200 99", 2, MachinePace.Most)]
    [InlineData("30.50 0.20 0.30 1/200 99", 64, 1)]
    [InlineData(null, 2, 1)]
    [InlineData("", 2, 1)]
    [InlineData("much", 2, 1)]
    public void Now_GrowsWithWhatWaitsForAProcessor(string? load, int processors, double expected) =>
        Assert.Equal(expected, new MachinePace(1, processors, () => load).Now(), 6);

    [Theory]
    [InlineData(0.5, 1.5)]
    [InlineData(4, 6)]
    public void Now_GrowsWithASlowProcessor_AndNeverFallsBelowOne(double slowness, double expected) =>
        Assert.Equal(expected, new MachinePace(slowness, 2, static () => "3.00 1 1 1/1 1").Now(), 6);

    [Fact]
    public void Now_IsReadAnew_EachTime()
    {
        string load = "40.00";
        MachinePace pace = new(1, 2, () => load);
        Assert.Equal(20, pace.Now(), 6);
        load = "1.00";
        Assert.Equal(1, pace.Now(), 6);
    }

    [Fact]
    public void Here_IsWithinItsLimits() => Assert.InRange(MachinePace.Here.Now(), 1, MachinePace.Most);

    [Theory]
    [InlineData(true, "too slow")]
    [InlineData(false, "restore failed: dotnet restore A.slnx")]
    public void Describe_TellsSlowFromWrong(bool timedOut, string expected)
    {
        ChildResult result = new(1, timedOut, []) { Elapsed = TimeSpan.FromSeconds(900) };
        string said = DotNet.Describe("restore", result, ["restore", "A.slnx"]);
        Assert.Contains(expected, said, StringComparison.Ordinal);
        Assert.Equal(timedOut, !said.Contains("failed", StringComparison.Ordinal));
    }
}

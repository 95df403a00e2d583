using Xunit;

namespace PedOS.TestKit.Tests;

public sealed class PatienceTests
{
    [Theory]
    [InlineData("0.30 0.20 0.10 1/100 7", 2, 1)]
    [InlineData("5.00 0.20 0.10 1/100 7", 2, 2.5)]
    [InlineData("500.00 0.20 0.10 1/100 7", 2, Patience.Most)]
    [InlineData("5.00 0.20 0.10 1/100 7", 16, 1)]
    [InlineData("", 2, 1)]
    public void Pace_GrowsWithTheLoadOfEachProcessor(string load, int processors, double expected) =>
        Assert.Equal(expected, Patience.Pace(load, processors), 6);

    [Fact]
    public void Of_IsNeverLessThanAsked() =>
        Assert.InRange(
            Patience.Of(TimeSpan.FromSeconds(2)), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2 * Patience.Most));
}

using PedOS.TestKit.Limits;
using Xunit;
using Xunit.v3;

namespace PedOS.TestKit.Tests;

public sealed class PatientFactTests
{
    private const int Quiet = 1000;

    private static readonly IFactAttribute[] Limited =
        [new PatientFactAttribute { Timeout = Quiet }, new PatientTheoryAttribute { Timeout = Quiet }];

    private static readonly IFactAttribute[] Unlimited = [new PatientFactAttribute(), new PatientTheoryAttribute()];

    [Fact]
    public void Timeout_IsTheLimitTimesTheLoad() => Assert.All(
        Limited, static test => Assert.InRange(test.Timeout, Quiet, (int)(Quiet * Patience.Most)));

    [Fact]
    public void Timeout_IsWhatTheRunnerWaits() =>
        Assert.All(Limited, static test => Assert.Equal(Limit.Of(Quiet), test.Timeout));

    [Theory]
    [InlineData(1, Quiet)]
    [InlineData(2.5, 2500)]
    [InlineData(Patience.Most, 30_000)]
    public void Limit_Grows(double pace, int expected) => Assert.Equal(expected, Limit.Of(Quiet, pace));

    [Fact]
    public void Limit_IsNeverMoreThanTheRunnerTakes() =>
        Assert.Equal(int.MaxValue, Limit.Of(int.MaxValue / 2, Patience.Most));

    [Fact]
    public void NoLimit_StaysNone() => Assert.All(Unlimited, static test => Assert.Equal(0, test.Timeout));

    [PatientFact(Timeout = 60_000)]
    public async Task Runner_KnowsTheAttribute()
    {
        await Task.Yield();

        Assert.Equal(
            Limit.Of(60_000), ((IXunitTestCase)TestContext.Current.TestCase!).Timeout);
    }
}

using PedOS.Agents.Clock;
using Xunit;

namespace PedOS.Agents.Tests.Clock;

public sealed class ClockSetterTests
{
    private const double Day = 86400;

    private readonly FakeClock _clock = new();
    private readonly FakeClockMemory _memory = new();

    [Theory]
    [InlineData(0.4, ClockReason.InStep)]
    [InlineData(-1, ClockReason.InStep)]
    [InlineData(1.1, ClockReason.Applied)]
    [InlineData(-1.1, ClockReason.Applied)]
    [InlineData(3600, ClockReason.Applied)]
    [InlineData(400 * Day, ClockReason.Applied)]
    [InlineData((400 * Day) + 1, ClockReason.TooFarForward)]
    [InlineData(-600, ClockReason.Applied)]
    [InlineData(-601, ClockReason.TooFarBack)]
    [InlineData(-10 * 365 * Day, ClockReason.OutOfRange)]
    [InlineData(80 * 365 * Day, ClockReason.OutOfRange)]
    public void Apply_MovesTheClockWithinItsLimits(double seconds, ClockReason reason) =>
        Expect(seconds, reason, ClockTrust.Usual);

    [Theory]
    [InlineData(-601, ClockReason.Applied)]
    [InlineData(-26 * 3600, ClockReason.Applied)]
    [InlineData((-26 * 3600) - 1, ClockReason.TooFarBack)]
    [InlineData((400 * Day) + 1, ClockReason.TooFarForward)]
    public void Apply_GoesFurtherBack_AfterASleep(double seconds, ClockReason reason) =>
        Expect(seconds, reason, ClockTrust.AfterPause);

    [Fact]
    public void Apply_GoesFurtherBack_AfterTheStart()
    {
        _clock.Uptime = TimeSpan.FromMinutes(10);
        Expect(-3600, ClockReason.TooFarBack, ClockTrust.Usual);
        _clock.Uptime -= TimeSpan.FromTicks(1);
        Expect(-3600, ClockReason.Applied, ClockTrust.Usual);
    }

    [Theory]
    [InlineData(-365 * Day, ClockReason.Applied)]
    [InlineData(900 * Day, ClockReason.Applied)]
    [InlineData(-10 * 365 * Day, ClockReason.OutOfRange)]
    public void Apply_GoesAnywhere_WhenAnAdministratorSaysSo(double seconds, ClockReason reason) =>
        Expect(seconds, reason, ClockTrust.Any);

    [Fact]
    public void Apply_SaysWhyTheSystemRefused()
    {
        _clock.Refusal = "not yours";
        ClockOutcome result = Apply(5, ClockTrust.Usual);
        Assert.Equal(ClockReason.Refused, result.Reason);
        Assert.Equal("the clock is not set: not yours", result.Text);
        Assert.False(result.IsGood);
    }

    [Fact]
    public void Reading_TakesHalfOfTheRoundTrip()
    {
        DateTimeOffset told = new(2026, 11, 22, 5, 0, 0, TimeSpan.Zero);
        ClockReading exact = ClockReading.OfAnswer(told, true, told - TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(10), exact.Offset);
        Assert.Equal(TimeSpan.FromSeconds(1), exact.Uncertainty);

        ClockReading cut = ClockReading.OfAnswer(told, false, told - TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(10.5), cut.Offset);
        Assert.Equal(TimeSpan.FromSeconds(1.5), cut.Uncertainty);
    }

    private ClockOutcome Apply(double seconds, ClockTrust trust)
    {
        TimeSpan offset = TimeSpan.FromSeconds(seconds);
        return new ClockSetter(_clock, _memory).Apply(
            new ClockReading(offset, TimeSpan.FromSeconds(0.5), _clock.Now + offset), trust);
    }

    private void Expect(double seconds, ClockReason reason, ClockTrust trust)
    {
        DateTimeOffset before = _clock.Now;
        ClockOutcome result = Apply(seconds, trust);
        Assert.Equal(reason, result.Reason);
        Assert.Equal(reason == ClockReason.Applied, result.IsApplied);
        Assert.Equal(reason is ClockReason.Applied or ClockReason.InStep, result.IsGood);
        Assert.Equal(result.IsApplied ? before + TimeSpan.FromSeconds(seconds) : before, _clock.Now);
    }
}

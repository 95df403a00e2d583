using PedOS.Agents.Clock;
using PedOS.Rpc.Clock;
using Xunit;

namespace PedOS.Rpc.Tests;

/// <summary>What programs are told of the clock, byte for byte.</summary>
public sealed class ClockReportTests
{
    [Fact]
    public void AReading_IsToldWithItsNumbers()
    {
        ClockReading reading = new(
            TimeSpan.FromSeconds(-1.25), TimeSpan.FromMilliseconds(510), new(2026, 11, 30, 14, 0, 0, TimeSpan.Zero));
        AssertTells(
            """
            {
              "applied": true,
              "reason": "Applied",
              "text": "moved \u0022back\u0022 \u65E5",
              "offsetSeconds": -1.25,
              "uncertaintySeconds": 0.51,
              "told": "2026-11-30T14:00:00+00:00"
            }
            """,
            new ClockOutcome(ClockReason.Applied, "moved \"back\" 日", reading));
    }

    [Fact]
    public void WithoutAReading_NumbersAreNull()
    {
        AssertTells(
            """
            {
              "applied": false,
              "reason": "NoAnswer",
              "text": "no answer",
              "offsetSeconds": null,
              "uncertaintySeconds": null,
              "told": null
            }
            """,
            new ClockOutcome(ClockReason.NoAnswer, "no answer", null));
    }

    private static void AssertTells(string expected, ClockOutcome outcome) => Assert.Equal(
        expected.ReplaceLineEndings(), ClockReport.ToJson(outcome));
}

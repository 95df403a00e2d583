using PedOS.Agents.Clock;

namespace PedOS.Rpc.Clock;

/// <summary>What became of the clock, for programs.</summary>
/// <param name="Applied">It was set.</param>
/// <param name="Reason">Why it was set or not.</param>
/// <param name="Text">The same for people.</param>
/// <param name="OffsetSeconds">How far it was behind, negative when ahead; null when nobody told.</param>
/// <param name="UncertaintySeconds">The offset may be wrong by so much; null when nobody told.</param>
/// <param name="Told">The time that was told, UTC; null when nobody told.</param>
internal sealed record ClockReport(
    bool Applied,
    ClockReason Reason,
    string Text,
    double? OffsetSeconds,
    double? UncertaintySeconds,
    DateTimeOffset? Told)
{
    /// <summary>Makes one.</summary>
    public static ClockReport Of(ClockOutcome result) => new(
        result.IsApplied,
        result.Reason,
        result.Text,
        result.Reading?.Offset.TotalSeconds,
        result.Reading?.Uncertainty.TotalSeconds,
        result.Reading?.Told);
}

namespace PedOS.Agents.Clock;

/// <summary>What became of an attempt to set the clock.</summary>
/// <param name="Reason">Why it was set or not.</param>
/// <param name="Text">The same for people.</param>
/// <param name="Reading">What was told; null when nothing was.</param>
public sealed record ClockResult(ClockReason Reason, string Text, ClockReading? Reading)
{
    /// <summary>Whether it was set.</summary>
    public bool IsApplied => Reason == ClockReason.Applied;

    /// <summary>Whether the clock is right now, as far as can be told.</summary>
    public bool IsGood => Reason is ClockReason.Applied or ClockReason.InStep;
}

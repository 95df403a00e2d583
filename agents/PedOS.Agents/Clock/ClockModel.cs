namespace PedOS.Agents.Clock;

/// <summary>What another machine said about the time.</summary>
/// <param name="Offset">How far this machine's clock is behind; negative when it is ahead.</param>
/// <param name="Uncertainty">The offset may be wrong by so much, to either side.</param>
/// <param name="Told">The time that was told.</param>
public readonly record struct ClockReading(TimeSpan Offset, TimeSpan Uncertainty, DateTimeOffset Told)
{
    // A time without a fraction of a second had it cut off: half a second is right on average.
    private static readonly TimeSpan HalfSecond = TimeSpan.FromMilliseconds(500);

    // How long what nobody asked for may have been under way (arbitrary: the start of a service).
    private static readonly TimeSpan UnaskedDelay = TimeSpan.FromSeconds(1);

    /// <summary>Compares an answer with the clock: it was made at some moment between question and answer.</summary>
    /// <param name="told">The time that was told.</param>
    /// <param name="hasFraction">Whether it says more than whole seconds.</param>
    /// <param name="received">This machine's time when the answer was there.</param>
    /// <param name="roundTrip">Time from question to answer.</param>
    public static ClockReading OfAnswer(
        DateTimeOffset told, bool hasFraction, DateTimeOffset received, TimeSpan roundTrip)
    {
        TimeSpan cut = hasFraction ? TimeSpan.Zero : HalfSecond;
        TimeSpan half = roundTrip / 2;
        return new ClockReading(told + cut - (received - half), half + cut, told);
    }

    /// <summary>Compares what somebody said by himself with the clock.</summary>
    /// <param name="told">The time that was told.</param>
    /// <param name="hasFraction">Whether it says more than whole seconds.</param>
    /// <param name="received">This machine's time when it came.</param>
    public static ClockReading OfUnasked(DateTimeOffset told, bool hasFraction, DateTimeOffset received)
    {
        TimeSpan cut = hasFraction ? TimeSpan.Zero : HalfSecond;
        return new ClockReading(told + cut - received, cut + UnaskedDelay, told);
    }
}

/// <summary>How much of what is said about the time is believed, see <see cref="ClockLimits"/>.</summary>
public enum ClockTrust
{
    /// <summary>In the middle of work, a little.</summary>
    Usual,

    /// <summary>The machine has just woken up, when its clock may be far off.</summary>
    AfterPause,

    /// <summary>An administrator has looked at it: any time that can be true.</summary>
    Any,
}

/// <summary>Why a clock was set, or was not.</summary>
public enum ClockReason
{
    /// <summary>It was set.</summary>
    Applied,

    /// <summary>It is right, as far as the answer can tell.</summary>
    InStep,

    /// <summary>The time that was told is before or after any that can be true.</summary>
    OutOfRange,

    /// <summary>The step back is longer than is believed.</summary>
    TooFarBack,

    /// <summary>The step forward is longer than is believed.</summary>
    TooFarForward,

    /// <summary>The system refused.</summary>
    Refused,

    /// <summary>What was told is not a time.</summary>
    NotATime,

    /// <summary>Nobody told the time.</summary>
    NoAnswer,
}

/// <summary>What became of an attempt to set the clock.</summary>
/// <param name="Reason">Why it was set or not.</param>
/// <param name="Text">The same for people.</param>
/// <param name="Reading">What was told; null when nothing was.</param>
public sealed record ClockOutcome(ClockReason Reason, string Text, ClockReading? Reading)
{
    /// <summary>Whether it was set.</summary>
    public bool IsApplied => Reason == ClockReason.Applied;

    /// <summary>Whether the clock is right now, as far as can be told.</summary>
    public bool IsGood => Reason is ClockReason.Applied or ClockReason.InStep;
}

namespace PedOS.Agents.Clock;

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

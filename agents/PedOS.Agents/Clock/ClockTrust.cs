namespace PedOS.Agents.Clock;

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

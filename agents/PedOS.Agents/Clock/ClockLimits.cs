namespace PedOS.Agents.Clock;

/// <summary>How far a clock is moved by what somebody says.</summary>
public static class ClockLimits
{
    /// <summary>No true time is earlier: these tools are younger.</summary>
    public static readonly DateTimeOffset Earliest = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>No time that is told today is later (arbitrary; 2100 is where many formats end).</summary>
    public static readonly DateTimeOffset Latest = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Whether it can be a time of today, shown by this machine or told by another.</summary>
    public static bool CanBeTrue(DateTimeOffset time) => time >= Earliest && time < Latest;

    /// <summary>Furthest step back of a machine in the middle of its work.</summary>
    public static readonly TimeSpan MaxBack = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Furthest step back after a start or a sleep, when the clock was set from hardware whose time zone may have been
    /// misunderstood: 14 hours to the one side, 12 to the other.
    /// </summary>
    public static readonly TimeSpan MaxBackAfterPause = TimeSpan.FromHours(26);

    /// <summary>Furthest step forward: longer than machines sleep (arbitrary).</summary>
    public static readonly TimeSpan MaxForward = TimeSpan.FromDays(400);

    /// <summary>A machine that was started less than this ago has just been started.</summary>
    public static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(10);
}

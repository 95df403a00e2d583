using System.Globalization;

namespace PedOS.Agents.Clock;

/// <summary>Sets the clock to what another machine says, within <see cref="ClockLimits"/>.</summary>
/// <param name="clock">The clock.</param>
/// <param name="memory">What was told before and not believed.</param>
public sealed class ClockSetter(ISystemClock clock, IClockMemory memory)
{
    /// <summary>Decides what a reading is worth, and sets the clock.</summary>
    /// <param name="reading">What was told.</param>
    /// <param name="trust">How much of it is believed.</param>
    public ClockOutcome Apply(in ClockReading reading, ClockTrust trust)
    {
        TimeSpan offset = reading.Offset;
        DateTimeOffset now = clock.Now;
        if (!ClockLimits.CanBeTrue(reading.Told))
        {
            return Refuse(ClockReason.OutOfRange, $"{reading.Told:O} is not a time of today", reading);
        }

        // Two readings of a clock that is right may differ by this much: set by one, it stays where it is at the next.
        if (offset.Duration() <= reading.Uncertainty * 2)
        {
            memory.Write(null);
            return new ClockOutcome(
                ClockReason.InStep,
                $"the clock is right: off by {Text(offset)}, known to {Text(reading.Uncertainty)}",
                reading);
        }

        // A clock that cannot be right is no reason to doubt what is told.
        string because = string.Empty;
        if (!ClockLimits.CanBeTrue(now))
        {
            because = $"; it showed {now:O}, which is no time of today";
        }
        else if (trust != ClockTrust.Any && Doubt(reading, trust, now, ref because) is { } refused)
        {
            return refused;
        }

        try
        {
            clock.Move(offset);
        }
        catch (IOException e)
        {
            return Refuse(ClockReason.Refused, e.Message, reading);
        }

        memory.Write(null);
        return new ClockOutcome(
            ClockReason.Applied, $"moved by {Text(offset)}, known to {Text(reading.Uncertainty)}{because}", reading);
    }

    private ClockOutcome? Doubt(in ClockReading reading, ClockTrust trust, DateTimeOffset now, ref string because)
    {
        if (reading.Offset > ClockLimits.MaxForward)
        {
            return Refuse(
                ClockReason.TooFarForward,
                $"a step forward of {Text(reading.Offset)} is more than {Text(ClockLimits.MaxForward)}; "
                + "pedos-rpc sync-clock --force sets it all the same",
                reading);
        }

        TimeSpan uptime = clock.Uptime;
        bool paused = trust == ClockTrust.AfterPause || uptime < ClockLimits.AfterStart;
        TimeSpan back = paused ? ClockLimits.MaxBackAfterPause : ClockLimits.MaxBack;
        if (reading.Offset >= -back)
        {
            return null;
        }

        // Ahead, and told so again and again: then it is this clock that is wrong.
        ClockClaim told = ClockClaim.Of(reading, now, uptime);
        ClockClaim claim = memory.Read()?.With(told) ?? told;
        if (claim.IsProven(uptime))
        {
            because = $"; more than {Text(back)}, but told {Told(claim, uptime)}";
            return null;
        }

        memory.Write(claim);
        return Refuse(
            ClockReason.TooFarBack,
            $"a step back of {Text(-reading.Offset)} is more than {Text(back)}; it is made when it was told "
            + $"{ClockClaim.Needed} times over at least {Text(ClockClaim.Least)} (until now {Told(claim, uptime)}), "
            + "or at once by pedos-rpc sync-clock --force",
            reading);
    }

    private static string Told(ClockClaim claim, TimeSpan uptime) =>
        string.Create(CultureInfo.InvariantCulture, $"{claim.Count} times over {Text(uptime - claim.First)}");

    private static ClockOutcome Refuse(ClockReason reason, string why, in ClockReading reading) =>
        new(reason, $"the clock is not set: {why}", reading);

    private static string Text(TimeSpan span) =>
        span.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture) + " s";
}

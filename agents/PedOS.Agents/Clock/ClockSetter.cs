using System.Globalization;

namespace PedOS.Agents.Clock;

/// <summary>Sets the clock to what another machine says, within <see cref="ClockLimits"/>.</summary>
/// <param name="clock">The clock.</param>
public sealed class ClockSetter(ISystemClock clock)
{
    /// <summary>Decides what a reading is worth, and sets the clock.</summary>
    /// <param name="reading">What was told.</param>
    /// <param name="trust">How much of it is believed.</param>
    public ClockOutcome Apply(in ClockReading reading, ClockTrust trust)
    {
        TimeSpan offset = reading.Offset;
        if (reading.Told < ClockLimits.Earliest || reading.Told >= ClockLimits.Latest)
        {
            return Refuse(ClockReason.OutOfRange, $"{reading.Told:O} is not a time of today", reading);
        }

        // Two readings of a clock that is right may differ by this much: set by one, it stays where it is at the next.
        if (offset.Duration() <= reading.Uncertainty * 2)
        {
            return new ClockOutcome(
                ClockReason.InStep,
                $"the clock is right: off by {Text(offset)}, known to {Text(reading.Uncertainty)}",
                reading);
        }

        if (trust != ClockTrust.Any)
        {
            bool paused = trust == ClockTrust.AfterPause || clock.Uptime < ClockLimits.AfterStart;
            TimeSpan back = paused ? ClockLimits.MaxBackAfterPause : ClockLimits.MaxBack;
            if (offset < -back)
            {
                return Refuse(
                    ClockReason.TooFarBack, $"a step back of {Text(-offset)} is more than {Text(back)}", reading);
            }

            if (offset > ClockLimits.MaxForward)
            {
                return Refuse(
                    ClockReason.TooFarForward,
                    $"a step forward of {Text(offset)} is more than {Text(ClockLimits.MaxForward)}",
                    reading);
            }
        }

        try
        {
            clock.Move(offset);
        }
        catch (IOException e)
        {
            return Refuse(ClockReason.Refused, e.Message, reading);
        }

        return new ClockOutcome(
            ClockReason.Applied, $"moved by {Text(offset)}, known to {Text(reading.Uncertainty)}", reading);
    }

    private static ClockOutcome Refuse(ClockReason reason, string why, in ClockReading reading) =>
        new(reason, $"the clock is not set: {why}", reading);

    private static string Text(TimeSpan span) =>
        span.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture) + " s";
}

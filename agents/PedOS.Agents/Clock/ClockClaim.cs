namespace PedOS.Agents.Clock;

/// <summary>
/// A time that was told and not believed, and told again. What was told is compared by the machine's uptime, which
/// nobody sets: it always says the same about the moment at which the machine was started.
/// </summary>
/// <param name="Started">When the machine was started, if what is told is true.</param>
/// <param name="Uncertainty">That may be wrong by so much, to either side.</param>
/// <param name="First">Uptime when it was told first.</param>
/// <param name="Count">How often it was told, without anything else between.</param>
public sealed record ClockClaim(DateTimeOffset Started, TimeSpan Uncertainty, TimeSpan First, int Count)
{
    /// <summary>So often it has to be told.</summary>
    public const int Needed = 3;

    /// <summary>The first and the last time have to be so far apart.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromMinutes(1);

    // Farther than clocks without a correction run apart (0.05 %, the most that systems correct).
    private const double Drift = 0.0005;

    /// <summary>What has been told now, alone.</summary>
    /// <param name="reading">What was told.</param>
    /// <param name="now">What the clock shows.</param>
    /// <param name="uptime">Time since the machine was started.</param>
    public static ClockClaim Of(in ClockReading reading, DateTimeOffset now, TimeSpan uptime) =>
        new(now + reading.Offset - uptime, reading.Uncertainty, uptime, 1);

    /// <summary>This with what has been told now: once more when it agrees, else a new beginning.</summary>
    /// <param name="told">What has been told now, alone.</param>
    public ClockClaim With(ClockClaim told)
    {
        TimeSpan since = told.First - First;
        TimeSpan apart = (told.Started - Started).Duration();

        // A machine that was started again since has another uptime for the same moment, and so does not agree.
        return since >= TimeSpan.Zero && apart <= Uncertainty + told.Uncertainty + (since * Drift)
            ? this with { Count = Math.Min(Count, int.MaxValue - 1) + 1 }
            : told;
    }

    /// <summary>Whether it was told often enough, and for long enough.</summary>
    /// <param name="uptime">Time since the machine was started.</param>
    public bool IsProven(TimeSpan uptime) => Count >= Needed && uptime - First >= Least;
}

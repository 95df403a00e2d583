using System.Globalization;
using PedOS.Agents.Clock;

namespace PedOS.Agents.Posix.Clock;

/// <summary>
/// Not a clock of the system: the difference to it is kept in a file. For development and tests, which must not set the
/// clock of the machine they run on.
/// </summary>
/// <param name="path">
/// The file: seconds, with a point, by which this clock is ahead of the system's; absent is the same as 0.
/// </param>
public sealed class StandInClock(string path) : ISystemClock
{
    /// <summary>Environment variable that names the file and so chooses this clock.</summary>
    public const string Variable = "PEDOS_STAND_IN_CLOCK";

    /// <inheritdoc/>
    public DateTimeOffset Now => TimeProvider.System.GetUtcNow() + Read();

    /// <inheritdoc/>
    public TimeSpan Uptime => TimeSpan.FromMilliseconds(Environment.TickCount64);

    /// <inheritdoc/>
    public void Move(TimeSpan by) => File.WriteAllText(
        path, (Read() + by).TotalSeconds.ToString("0.000000", CultureInfo.InvariantCulture) + "\n");

    private TimeSpan Read() => File.Exists(path)
        ? TimeSpan.FromSeconds(double.Parse(File.ReadAllText(path), CultureInfo.InvariantCulture))
        : TimeSpan.Zero;
}

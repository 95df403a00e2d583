using System.Globalization;

namespace PedOS.TestKit;

/// <summary>How long tests wait for what should have happened: longer where programs wait for a processor.</summary>
public static class Patience
{
    /// <summary>No limit grows more than this: a test that hangs must end on every machine (arbitrary).</summary>
    public const double Most = 30;

    private const string LoadAverages = "/proc/loadavg";

    /// <summary>The time limit here and now.</summary>
    /// <param name="quiet">That of a machine that does nothing else.</param>
    public static TimeSpan Of(TimeSpan quiet) =>
        quiet * Pace(File.Exists(LoadAverages) ? File.ReadAllText(LoadAverages) : "", Environment.ProcessorCount);

    /// <summary>How many times longer things take.</summary>
    /// <param name="load">The kernel's line of load averages; the first is that of the last minute.</param>
    /// <param name="processors">How many share the load.</param>
    /// <returns>1 to <see cref="Most"/>.</returns>
    public static double Pace(string load, int processors) =>
        double.TryParse(
            load.Split(' ')[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double waiting)
            ? Math.Clamp(waiting / processors, 1, Most)
            : 1;
}

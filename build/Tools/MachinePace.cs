using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace PedOS.Build.Tools;

/// <summary>
/// How many times longer things take here and now than on the quiet machine of two processors that time limits are
/// written for: a slow processor, and programs that wait for one.
/// </summary>
public sealed class MachinePace
{
    /// <summary>No limit grows more than this: something that hangs must end on every machine (arbitrary).</summary>
    public const double Most = 30;

    // The work below on the machine of the limits.
    private static readonly TimeSpan Expected = TimeSpan.FromMilliseconds(10);

    private static readonly Lazy<MachinePace> OfThisMachine = new(static () => new MachinePace(
        MeasureSlowness(), Environment.ProcessorCount, static () => TryRead("/proc/loadavg")));

    private readonly double _slowness;
    private readonly int _processors;
    private readonly Func<string?> _readLoad;

    /// <summary>Creates one; the build uses <see cref="Here"/>.</summary>
    /// <param name="slowness">How many times longer the processor itself takes; less than 1 counts as 1.</param>
    /// <param name="processors">How many there are.</param>
    /// <param name="readLoad">The kernel's line of load averages; null where there is none.</param>
    public MachinePace(double slowness, int processors, Func<string?> readLoad)
    {
        _slowness = Math.Max(1, slowness);
        _processors = processors;
        _readLoad = readLoad;
    }

    /// <summary>That of this machine.</summary>
    public static MachinePace Here => OfThisMachine.Value;

    /// <summary>The pace now, 1 to <see cref="Most"/>.</summary>
    public double Now() => Math.Min(Most, _slowness * Math.Max(1, Load() / _processors));

    // The average of the last minute: what waits for a processor, and what has one.
    private double Load() =>
        _readLoad()?.Split(' ')[0] is { } text
            && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double load)
                ? load
                : 0;

    // The best of some rounds is the processor alone, whatever else runs.
    private static double MeasureSlowness()
    {
        TimeSpan best = TimeSpan.MaxValue;
        for (int round = 0; round < 10; round++)
        {
            long start = Stopwatch.GetTimestamp();
            _ = Work();
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            best = took < best ? took : best;
        }

        return best / Expected;
    }

    // No library and no later compilation: the same instructions everywhere.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static ulong Work()
    {
        ulong state = 1;
        for (int i = 0; i < 4_000_000; i++)
        {
            state = (state ^ (state >> 29)) * 0x9E3779B97F4A7C15;
        }

        return state;
    }

    private static string? TryRead(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

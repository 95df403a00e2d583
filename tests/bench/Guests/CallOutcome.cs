using System.Diagnostics;
using PedOS.Bench.Processes;

namespace PedOS.Bench.Guests;

/// <summary>How one call of the trivial service went.</summary>
/// <param name="Succeeded">Exit code 0 arrived.</param>
/// <param name="Elapsed">From the request to the exit code, as the caller sees it.</param>
internal readonly record struct CallOutcome(bool Succeeded, TimeSpan Elapsed)
{
    /// <summary>Runs the program of a caller to its end.</summary>
    public static CallOutcome Of(NativeCommand caller, TimeSpan limit)
    {
        long begin = Stopwatch.GetTimestamp();
        int exitCode = caller.Run(limit);
        return new CallOutcome(exitCode == 0, Stopwatch.GetElapsedTime(begin));
    }
}

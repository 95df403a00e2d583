using System.Diagnostics;
using PedOS.Bench.Guests;

namespace PedOS.Bench.Scenarios;

/// <summary>Many calls of the trivial service, some at once.</summary>
internal static class CallLoad
{
    /// <summary>Makes the calls. Each worker has a thread of its own as far as the guest blocks it.</summary>
    /// <param name="call">Makes one.</param>
    /// <param name="calls">How many.</param>
    /// <param name="parallel">How many at once.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Outcomes in no order, and the time all took together.</returns>
    public static async Task<(IReadOnlyList<CallOutcome> Outcomes, TimeSpan Elapsed)> RunAsync(
        Func<CancellationToken, Task<CallOutcome>> call, int calls, int parallel, CancellationToken cancellationToken)
    {
        int left = calls;
        CallOutcome[] outcomes = new CallOutcome[calls];
        long begin = Stopwatch.GetTimestamp();
        Task[] workers =
        [
            .. Enumerable.Range(0, parallel).Select(_ => Task.Factory.StartNew(
                WorkAsync, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()),
        ];
        await Task.WhenAll(workers);
        return (outcomes, Stopwatch.GetElapsedTime(begin));

        async Task WorkAsync()
        {
            while (Interlocked.Decrement(ref left) is >= 0 and int index)
            {
                outcomes[index] = await call(cancellationToken);
            }
        }
    }
}

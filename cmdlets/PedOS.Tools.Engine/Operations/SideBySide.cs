using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace PedOS.Tools.Engine.Operations;

/// <summary>
/// Does the same to many things on a few threads: copying a file waits for memory, hashing it for the processor. The
/// first failure ends it, and is thrown when nothing runs any more.
/// </summary>
internal static class SideBySide
{
    /// <summary>Works on items, in their order as far as threads allow.</summary>
    /// <param name="items">The items.</param>
    /// <param name="degree">Threads; with 1 everything is done on the caller's.</param>
    /// <param name="announce">Called on the caller's thread, for each item before it is worked on.</param>
    /// <param name="work">Called on any thread.</param>
    public static void Run<T>(IReadOnlyCollection<T> items, int degree, Action<T> announce, Action<T> work)
    {
        if (degree <= 1 || items.Count <= 1)
        {
            foreach (T item in items)
            {
                announce(item);
                work(item);
            }

            return;
        }

        // As many wait as are worked on: what was announced is near.
        using BlockingCollection<T> open = new(degree);
        using CancellationTokenSource failed = new();
        ExceptionDispatchInfo? failure = null;
        Thread[] threads = [.. Enumerable.Range(0, Math.Min(degree, items.Count)).Select(number => new Thread(() =>
        {
            foreach (T item in open.GetConsumingEnumerable())
            {
                try
                {
                    // After a failure the rest is only taken away, so that nobody waits for room.
                    if (!failed.IsCancellationRequested)
                    {
                        work(item);
                    }
                }
                catch (Exception e)
                {
                    _ = Interlocked.CompareExchange<ExceptionDispatchInfo?>(
                        ref failure, ExceptionDispatchInfo.Capture(e), null);
                    failed.Cancel();
                }
            }
        }) { IsBackground = true, Name = $"setup {number}" })];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        try
        {
            foreach (T item in items.TakeWhile(_ => !failed.IsCancellationRequested))
            {
                announce(item);
                open.Add(item);
            }
        }
        finally
        {
            open.CompleteAdding();
            foreach (Thread thread in threads)
            {
                thread.Join();
            }
        }

        failure?.Throw();
    }
}

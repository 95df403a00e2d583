using System.Threading.Channels;

namespace PedOS.NetworkSetup;

/// <summary>
/// Turns several requests that come together into one: dom0 writes a set of settings one by one, and an adapter that
/// arrives is reported in pieces.
/// </summary>
/// <param name="time">Clock.</param>
internal sealed class SettleTrigger(TimeProvider time)
{
    // A network change has to be in force within 100 ms of its event: half of that is left for the work.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(50);

    private readonly Channel<bool> _requests = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private int _fromDatabase;

    /// <summary>The database may have changed.</summary>
    public void RequestRead()
    {
        Volatile.Write(ref _fromDatabase, 1);
        Request();
    }

    /// <summary>The machine's network may have changed.</summary>
    public void Request() => _ = _requests.Writer.TryWrite(true);

    /// <summary>Waits for a request, and then until no more come, or too many.</summary>
    /// <returns>Whether the database is to be read.</returns>
    public async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        _ = await _requests.Reader.ReadAsync(cancellationToken);
        long first = time.GetTimestamp();
        while (time.GetElapsedTime(first) < Longest)
        {
            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Task quiet = Task.Delay(Quiet, time, end.Token);
            Task<bool> next = _requests.Reader.WaitToReadAsync(end.Token).AsTask();
            bool isQuiet = await Task.WhenAny(quiet, next) == quiet;
            await end.CancelAsync();
            await Task.WhenAll(quiet, next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (isQuiet)
            {
                break;
            }

            _ = _requests.Reader.TryRead(out _);
        }

        return Interlocked.Exchange(ref _fromDatabase, 0) != 0;
    }
}

namespace PedOS.Agents.Settings;

/// <summary>
/// Calls back once, a settle time after the first of several requests, so that what changes in pieces is read once. One
/// call at a time.
/// </summary>
public sealed class DelayedCall : IAsyncDisposable
{
    private readonly Action _call;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly Lock _calling = new();
    private bool _isPending;
    private bool _disposed;

    /// <summary>Creates it; nothing is called before a request.</summary>
    /// <param name="call">What is called, from a timer thread.</param>
    /// <param name="time">Clock of the settle time.</param>
    public DelayedCall(Action call, TimeProvider time)
    {
        _call = call;
        _timer = time.CreateTimer(_ => Call(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Settle time (arbitrary, well below a second).</summary>
    public static TimeSpan Settle { get; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks for a call.</summary>
    public void Request()
    {
        lock (_gate)
        {
            // A later request does not move the timer: where something changes all the time, it would never come.
            if (!_isPending && !_disposed)
            {
                _isPending = true;
                _timer.Change(Settle, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Waits for a call that is under way; none comes afterwards.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        await _timer.DisposeAsync();
    }

    private void Call()
    {
        lock (_calling)
        {
            lock (_gate)
            {
                _isPending = false;
                if (_disposed)
                {
                    return;
                }
            }

            _call();
        }
    }
}

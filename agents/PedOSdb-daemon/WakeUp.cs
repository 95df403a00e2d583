namespace PedOS.DatabaseDaemon;

/// <summary>
/// Wakes the one loop that waits for it. What waits goes on at once in the thread that wakes it, which spares the way
/// through the thread pool; so it must be called without a lock.
/// </summary>
internal sealed class WakeUp
{
    private readonly Lock _lock = new();
    private TaskCompletionSource<bool>? _waiter;
    private bool _isSet;
    private bool _isClosed;

    /// <summary>Lets the waiter go on, now or when it comes to wait.</summary>
    public void Set() => Signal(close: false);

    /// <summary>Ends the waiter's loop.</summary>
    public void Close() => Signal(close: true);

    /// <summary>Waits until it is set; for one waiter.</summary>
    /// <returns>False when it was closed.</returns>
    public ValueTask<bool> WaitAsync()
    {
        lock (_lock)
        {
            if (_isClosed || _isSet)
            {
                _isSet = false;
                return new ValueTask<bool>(!_isClosed);
            }

            _waiter = new TaskCompletionSource<bool>();
            return new ValueTask<bool>(_waiter.Task);
        }
    }

    private void Signal(bool close)
    {
        TaskCompletionSource<bool>? waiter;
        lock (_lock)
        {
            _isClosed |= close;
            waiter = _waiter;
            _waiter = null;
            _isSet = waiter is null;
        }

        _ = waiter?.TrySetResult(!close);
    }
}

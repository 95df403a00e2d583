using System.Threading.Tasks.Sources;

namespace PedOS.TestKit.Vchan;

/// <summary>
/// Wakes one waiter at a time, without allocation per wait, so that allocation tests can run over memory vchans.
/// </summary>
internal sealed class RingSignal : IValueTaskSource
{
    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _registration;
    private bool _armed;

    /// <summary>
    /// Begins a wait. Called under the ring's lock, so that no <see cref="Set"/> falls between check and wait.
    /// </summary>
    public ValueTask Arm(CancellationToken cancellationToken)
    {
        short version;
        lock (_gate)
        {
            if (_armed)
            {
                throw new InvalidOperationException("two operations of one direction at a time");
            }

            _core.Reset();
            _armed = true;
            version = _core.Version;
        }

        if (cancellationToken.CanBeCanceled)
        {
            _registration = cancellationToken.UnsafeRegister(
                static (state, token) => ((RingSignal)state!).Cancel(token), this);
        }

        return new ValueTask(this, version);
    }

    /// <summary>Ends the wait, if there is one.</summary>
    public void Set()
    {
        lock (_gate)
        {
            if (!_armed)
            {
                return;
            }

            _armed = false;
        }

        _core.SetResult(true);
    }

    void IValueTaskSource.GetResult(short token)
    {
        _registration.Dispose();
        _registration = default;
        _ = _core.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Cancel(CancellationToken token)
    {
        lock (_gate)
        {
            if (!_armed)
            {
                return;
            }

            _armed = false;
        }

        _core.SetException(new OperationCanceledException(token));
    }
}

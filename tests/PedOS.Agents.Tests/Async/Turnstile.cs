using System.Threading.Tasks.Sources;

namespace PedOS.Agents.Tests.Async;

/// <summary>A wait that allocates nothing and goes on in whichever thread is first to turn.</summary>
internal sealed class Turnstile : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _core;
    private int _waiting;

    public ValueTask PassAsync()
    {
        _core.Reset();
        return new ValueTask(this, _core.Version);
    }

    public void Turn(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (Interlocked.Exchange(ref _waiting, 0) == 1)
            {
                _core.SetResult(true);
            }
        }
    }

    public void GetResult(short token) => _core.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        _core.OnCompleted(continuation, state, token, flags);
        Volatile.Write(ref _waiting, 1);
    }
}

using System.Threading.Tasks.Sources;

namespace PedOS.Agents.Async;

/// <summary>An async method that waits, or has ended and is not yet looked at.</summary>
/// <typeparam name="TResult">What the method returns.</typeparam>
internal class SuspendedCall<TResult> : IValueTaskSource<TResult>, IValueTaskSource
{
    private static readonly ContextCallback AdvanceInContext = static call => ((SuspendedCall<TResult>)call!).Advance();

    private ManualResetValueTaskSourceCore<TResult> _core;
    private ExecutionContext? _context;

    /// <summary>Creates a call that has failed before it ever waited, or the base of one that waits.</summary>
    public SuspendedCall() => Resume = Continue;

    /// <summary>What goes on when the awaited thing is there.</summary>
    public Action Resume { get; }

    /// <summary>Distinguishes this use from earlier ones.</summary>
    public short Version => _core.Version;

    /// <summary>Remembers the context of the method, which its remainder runs in.</summary>
    public void CaptureContext() => _context = ExecutionContext.Capture();

    /// <summary>The method has returned.</summary>
    public void SetResult(TResult result) => _core.SetResult(result);

    /// <summary>The method has thrown.</summary>
    public void SetException(Exception exception) => _core.SetException(exception);

    /// <inheritdoc/>
    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    /// <inheritdoc/>
    public void OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    /// <inheritdoc/>
    public TResult GetResult(short token)
    {
        // Who asks twice is told so by the core, and must not give this back twice.
        bool isOwner = token == _core.Version;
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            if (isOwner)
            {
                _core.Reset();
                _context = null;
                GiveBack();
            }
        }
    }

    /// <inheritdoc/>
    void IValueTaskSource.GetResult(short token) => GetResult(token);

    /// <summary>Runs the method to its next wait or its end.</summary>
    protected virtual void Advance() => throw new InvalidOperationException("a failed call has no remainder");

    /// <summary>Nobody looks at it any more.</summary>
    protected virtual void GiveBack()
    {
    }

    private void Continue()
    {
        if (_context is null)
        {
            Advance();
        }
        else
        {
            ExecutionContext.Run(_context, AdvanceInContext, this);
        }
    }
}

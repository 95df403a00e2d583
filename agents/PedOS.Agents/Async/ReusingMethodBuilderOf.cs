using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace PedOS.Agents.Async;

/// <summary>
/// Builds async methods that return <see cref="ValueTask{TResult}"/> and use the memory of their waits again. For the
/// methods that move bytes: the runtime's own pooling keeps one wait per processor and allocates whenever a call
/// wanders from one thread to another, which is all the time.
/// </summary>
/// <typeparam name="TResult">What the method returns.</typeparam>
/// <remarks>As with any pooled value task, the result must be awaited once and not kept.</remarks>
public struct ReusingMethodBuilderOf<TResult>
{
    private TResult? _result;
    private SuspendedCall<TResult>? _call;

    /// <summary>What the caller awaits.</summary>
    public readonly ValueTask<TResult> Task => _call is { } call
        ? new ValueTask<TResult>(call, call.Version)
        : new ValueTask<TResult>(_result!);

    /// <summary>The same for a method without a result.</summary>
    internal readonly ValueTask TaskWithoutResult => _call is { } call ? new ValueTask(call, call.Version) : default;

    /// <summary>Called by the compiler.</summary>
    [SuppressMessage("Design", "CA1000", Justification = "the compiler asks for it")]
    public static ReusingMethodBuilderOf<TResult> Create() => default;

    /// <summary>Called by the compiler.</summary>
    public readonly void Start<TMachine>(ref TMachine machine)
        where TMachine : IAsyncStateMachine =>
        AsyncTaskMethodBuilder.Create().Start(ref machine);

    /// <summary>Called by the compiler; nothing to do for machines that are structures.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "the compiler asks for an instance member")]
    public readonly void SetStateMachine(IAsyncStateMachine machine)
    {
    }

    /// <summary>Called by the compiler: the method has returned.</summary>
    public void SetResult(TResult result)
    {
        if (_call is null)
        {
            _result = result;
        }
        else
        {
            _call.SetResult(result);
        }
    }

    /// <summary>Called by the compiler: the method has thrown.</summary>
    public void SetException(Exception exception)
    {
        // Before the first wait there is nothing the exception could be kept in.
        _call ??= new SuspendedCall<TResult>();
        _call.SetException(exception);
    }

    /// <summary>Called by the compiler: the method waits.</summary>
    public void AwaitOnCompleted<TAwaiter, TMachine>(ref TAwaiter awaiter, ref TMachine machine)
        where TAwaiter : INotifyCompletion
        where TMachine : IAsyncStateMachine =>
        awaiter.OnCompleted(Suspend(ref machine).Resume);

    /// <summary>Called by the compiler: the method waits.</summary>
    public void AwaitUnsafeOnCompleted<TAwaiter, TMachine>(ref TAwaiter awaiter, ref TMachine machine)
        where TAwaiter : ICriticalNotifyCompletion
        where TMachine : IAsyncStateMachine =>
        awaiter.UnsafeOnCompleted(Suspend(ref machine).Resume);

    private SuspendedCall<TResult> Suspend<TMachine>(ref TMachine machine)
        where TMachine : IAsyncStateMachine
    {
        if (_call is null)
        {
            SuspendedMachine<TMachine, TResult> call = SuspendedMachine<TMachine, TResult>.Rent();

            // This builder is a field of the machine: it must be complete before the machine is copied.
            _call = call;
            call.Keep(ref machine);
        }

        _call.CaptureContext();
        return _call;
    }
}

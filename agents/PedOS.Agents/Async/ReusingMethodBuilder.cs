using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace PedOS.Agents.Async;

/// <summary>
/// Builds async methods that return <see cref="ValueTask"/> and use the memory of their waits again; see
/// <see cref="ReusingMethodBuilderOf{TResult}"/>.
/// </summary>
public struct ReusingMethodBuilder
{
    private ReusingMethodBuilderOf<bool> _builder;

    /// <summary>What the caller awaits.</summary>
    public readonly ValueTask Task => _builder.TaskWithoutResult;

    /// <summary>Called by the compiler.</summary>
    public static ReusingMethodBuilder Create() => default;

    /// <summary>Called by the compiler.</summary>
    public readonly void Start<TMachine>(ref TMachine machine)
        where TMachine : IAsyncStateMachine =>
        _builder.Start(ref machine);

    /// <summary>Called by the compiler; nothing to do for machines that are structures.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "the compiler asks for an instance member")]
    public readonly void SetStateMachine(IAsyncStateMachine machine)
    {
    }

    /// <summary>Called by the compiler: the method has returned.</summary>
    public void SetResult() => _builder.SetResult(true);

    /// <summary>Called by the compiler: the method has thrown.</summary>
    public void SetException(Exception exception) => _builder.SetException(exception);

    /// <summary>Called by the compiler: the method waits.</summary>
    public void AwaitOnCompleted<TAwaiter, TMachine>(ref TAwaiter awaiter, ref TMachine machine)
        where TAwaiter : INotifyCompletion
        where TMachine : IAsyncStateMachine =>
        _builder.AwaitOnCompleted(ref awaiter, ref machine);

    /// <summary>Called by the compiler: the method waits.</summary>
    public void AwaitUnsafeOnCompleted<TAwaiter, TMachine>(ref TAwaiter awaiter, ref TMachine machine)
        where TAwaiter : ICriticalNotifyCompletion
        where TMachine : IAsyncStateMachine =>
        _builder.AwaitUnsafeOnCompleted(ref awaiter, ref machine);
}

using System.Runtime.CompilerServices;

namespace PedOS.Agents.Async;

/// <summary>The variables of one async method while it waits; used again by the next wait of the same method.</summary>
/// <typeparam name="TMachine">The compiler's structure of them.</typeparam>
/// <typeparam name="TResult">What the method returns.</typeparam>
internal sealed class SuspendedMachine<TMachine, TResult> : SuspendedCall<TResult>
    where TMachine : IAsyncStateMachine
{
    // As many as two processors can lose sight of, many times over; what finds no slot is left to the collector.
    private const int Slots = 32;

    private static readonly SuspendedMachine<TMachine, TResult>?[] Free =
        new SuspendedMachine<TMachine, TResult>?[Slots];

    private TMachine? _machine;

    /// <summary>Takes one that is free, or a new one.</summary>
    public static SuspendedMachine<TMachine, TResult> Rent()
    {
        foreach (ref SuspendedMachine<TMachine, TResult>? slot in Free.AsSpan())
        {
            if (Volatile.Read(ref slot) is not null && Interlocked.Exchange(ref slot, null) is { } free)
            {
                return free;
            }
        }

        return new SuspendedMachine<TMachine, TResult>();
    }

    /// <summary>Takes the variables over from the stack.</summary>
    public void Keep(ref TMachine machine) => _machine = machine;

    /// <inheritdoc/>
    protected override void Advance() => _machine!.MoveNext();

    /// <inheritdoc/>
    protected override void GiveBack()
    {
        _machine = default;
        foreach (ref SuspendedMachine<TMachine, TResult>? slot in Free.AsSpan())
        {
            if (Volatile.Read(ref slot) is null && Interlocked.CompareExchange(ref slot, this, null) is null)
            {
                return;
            }
        }
    }
}

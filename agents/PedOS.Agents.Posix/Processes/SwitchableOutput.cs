using System.Runtime.CompilerServices;
using PedOS.Agents.Async;
using PedOS.Agents.Posix.Native;
using PedOS.Agents.Processes;

namespace PedOS.Agents.Posix.Processes;

/// <summary>
/// The output of a program, which may ask by SIGUSR1 to answer on its input socket instead. What it wrote to the old
/// output before comes first.
/// </summary>
internal sealed class SwitchableOutput(SocketStream output, SocketStream input) : IByteSource
{
    // The signal travels through the runtime while the stream's end does not; only a program that wrote to its input,
    // which nobody else does, is given this long for its signal to arrive.
    private static readonly TimeSpan SignalDelay = TimeSpan.FromMilliseconds(500);

    private readonly TaskCompletionSource _switched = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isOldOver;

    [AsyncMethodBuilder(typeof(ReusingMethodBuilderOf<>))]
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (!_isOldOver)
        {
            int read = await output.ReadAsync(buffer, cancellationToken);
            if (read > 0 || buffer.IsEmpty || !await IsSwitchedAsync(cancellationToken))
            {
                return read;
            }

            _isOldOver = true;
        }

        return await input.ReadAsync(buffer, cancellationToken);
    }

    /// <summary>The program asked for it. The old output ends with what is in it now.</summary>
    public void Switch()
    {
        if (_switched.TrySetResult())
        {
            output.EndReading();
        }
    }

    public void Dispose() => output.Abandon(UnreadBytes.Discard);

    private async ValueTask<bool> IsSwitchedAsync(CancellationToken cancellationToken)
    {
        if (!_switched.Task.IsCompleted && input.HasData)
        {
            await _switched.Task.WaitAsync(SignalDelay, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return _switched.Task.IsCompleted;
    }
}

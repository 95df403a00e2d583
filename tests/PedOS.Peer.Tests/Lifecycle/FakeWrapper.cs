using System.Threading.Channels;
using PedOS.Agents.Processes;
using PedOS.Agents.Qrexec;
using PedOS.Protocols.Wrapper;

namespace PedOS.Peer.Tests.Lifecycle;

/// <summary>A wrapper that takes messages, or takes none, and dies when it is told to.</summary>
internal sealed class FakeWrapper(bool isStalled) : IWrapperProcess, IByteSource, IByteSink
{
    private readonly TaskCompletionSource _dead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<WrapperMessage> _taken = Channel.CreateUnbounded<WrapperMessage>();

    /// <summary>Completes when somebody writes to it.</summary>
    public TaskCompletionSource Writing { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What it was given, whole.</summary>
    public ChannelReader<WrapperMessage> Taken => _taken.Reader;

    public IByteSource FromWrapper => this;

    public IByteSink ToWrapper => this;

    /// <summary>Dies.</summary>
    public void Die() => _dead.TrySetResult();

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        await _dead.Task.WaitAsync(cancellationToken);
        return 0;
    }

    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        _ = Writing.TrySetResult();
        if (isStalled)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        _ = WrapperCodec.TryRead(buffer.Span, out WrapperMessage? message, out _);
        return _taken.Writer.TryWrite(message!);
    }

    public void Complete()
    {
    }

    public void Dispose()
    {
    }
}

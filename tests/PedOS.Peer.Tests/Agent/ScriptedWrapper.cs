using System.Threading.Channels;
using PedOS.Agents.Processes;
using PedOS.Agents.Qrexec;
using PedOS.Protocols.Wrapper;
using PedOS.TestKit.Processes;

namespace PedOS.Peer.Tests.Agent;

/// <summary>A wrapper whose answers are the test's.</summary>
internal sealed class ScriptedWrapper : IWrapperProcess, IByteSink
{
    private readonly MemoryPipe _answers = new(65536);
    private readonly Channel<WrapperMessage> _taken = Channel.CreateUnbounded<WrapperMessage>();

    /// <summary>What it was given.</summary>
    public ChannelReader<WrapperMessage> Taken => _taken.Reader;

    /// <summary>Set: what it was given counts as sent, or not, when the test says so.</summary>
    public TaskCompletionSource<bool>? Sent { get; set; }

    public IByteSource FromWrapper => _answers;

    public IByteSink ToWrapper => this;

    /// <summary>Answers.</summary>
    public async Task SayAsync(WrapperMessage message, CancellationToken cancellationToken) =>
        await _answers.WriteAsync(WrapperCodec.Build(message), cancellationToken);

    /// <summary>Dies.</summary>
    public void Die() => _answers.Complete();

    public ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        _ = WrapperCodec.TryRead(buffer.Span, out WrapperMessage? message, out _);
        bool isTaken = _taken.Writer.TryWrite(message!);
        return Sent is { } sent ? new ValueTask<bool>(sent.Task) : ValueTask.FromResult(isTaken);
    }

    public void Complete()
    {
    }

    public void Dispose() => _answers.Dispose();
}

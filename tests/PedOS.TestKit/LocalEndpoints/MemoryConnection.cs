using PedOS.Agents.LocalEndpoints;
using PedOS.TestKit.Processes;

namespace PedOS.TestKit.LocalEndpoints;

/// <summary>One end of a local connection in memory.</summary>
public sealed class MemoryConnection : ILocalConnection
{
    private readonly MemoryPipe _incoming;
    private readonly MemoryPipe _outgoing;

    private MemoryConnection(MemoryPipe incoming, MemoryPipe outgoing, LocalIdentity identity)
    {
        _incoming = incoming;
        _outgoing = outgoing;
        Identity = identity;
    }

    /// <inheritdoc/>
    public LocalIdentity Identity { get; }

    /// <summary>Makes the two ends.</summary>
    /// <param name="identity">The client's.</param>
    /// <param name="size">Bytes that each direction holds.</param>
    public static (MemoryConnection Client, MemoryConnection Server) Pair(LocalIdentity identity, int size = 65536)
    {
        MemoryPipe up = new(size), down = new(size);
        return (new MemoryConnection(down, up, default), new MemoryConnection(up, down, identity));
    }

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        _incoming.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        if (!await _outgoing.WriteAsync(buffer, cancellationToken))
        {
            throw new IOException("the other end is gone");
        }
    }

    /// <summary>Closes; the other end still reads what was written.</summary>
    public ValueTask DisposeAsync()
    {
        _outgoing.Complete();
        _incoming.CloseReader();
        return ValueTask.CompletedTask;
    }
}

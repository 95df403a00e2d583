using PedOS.Agents.LocalEndpoints;
using PedOS.TestKit.Processes;

namespace PedOS.TestKit.LocalEndpoints;

/// <summary>One end of a local connection in memory.</summary>
public sealed class MemoryConnection : ILocalConnection
{
    private readonly MemoryPipe _incoming;
    private readonly MemoryPipe _outgoing;
    private readonly LocalIdentity _writer;

    private MemoryConnection(MemoryPipe incoming, MemoryPipe outgoing, LocalIdentity opener, LocalIdentity writer)
    {
        _incoming = incoming;
        _outgoing = outgoing;
        _writer = writer;
        Identity = opener;
    }

    /// <inheritdoc/>
    public LocalIdentity Identity { get; private set; }

    /// <summary>Makes the two ends.</summary>
    /// <param name="identity">The client's.</param>
    /// <param name="size">Bytes that each direction holds.</param>
    /// <param name="opener">Who the client is before the first read, as on Windows; null: known at once.</param>
    public static (MemoryConnection Client, MemoryConnection Server) Pair(
        LocalIdentity identity, int size = 65536, LocalIdentity? opener = null)
    {
        MemoryPipe up = new(size), down = new(size);
        return (
            new MemoryConnection(down, up, default, default),
            new MemoryConnection(up, down, opener ?? identity, identity));
    }

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int read = await _incoming.ReadAsync(buffer, cancellationToken);
        Identity = read > 0 ? _writer : Identity;
        return read;
    }

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

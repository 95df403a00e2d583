using System.Threading.Channels;
using PedOS.Agents.LocalEndpoints;

namespace PedOS.TestKit.LocalEndpoints;

/// <summary>A local endpoint in memory.</summary>
public sealed class MemoryListener : ILocalListener
{
    private readonly Channel<ILocalConnection> _clients = Channel.CreateUnbounded<ILocalConnection>();

    /// <summary>A client comes.</summary>
    /// <param name="identity">Who it is.</param>
    /// <param name="size">Bytes that each direction holds.</param>
    /// <param name="opener">Who it is before the first read; null: known at once.</param>
    public MemoryConnection Connect(LocalIdentity identity, int size = 65536, LocalIdentity? opener = null)
    {
        (MemoryConnection client, MemoryConnection server) = MemoryConnection.Pair(identity, size, opener);
        _ = _clients.Writer.TryWrite(server);
        return client;
    }

    /// <inheritdoc/>
    public ValueTask<ILocalConnection> AcceptAsync(CancellationToken cancellationToken) =>
        _clients.Reader.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

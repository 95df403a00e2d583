namespace PedOS.Agents.LocalEndpoints;

/// <summary>A connected local client.</summary>
public interface ILocalConnection : IAsyncDisposable
{
    /// <summary>
    /// Who it is, as the system says and not as the client does: account and process, for limits and logs. Before the
    /// first read it may be no more than who seems to have opened the connection, without any right; Windows tells the
    /// rest of whoever wrote something. A client of whom nothing is known then is read as if it were gone.
    /// </summary>
    LocalIdentity Identity { get; }

    /// <summary>Reads at least one byte; 0 means that the client is gone.</summary>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Writes everything.</summary>
    /// <exception cref="IOException">The client is gone.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken);
}

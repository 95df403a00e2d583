namespace PedOS.Agents.LocalEndpoints;

/// <summary>Listens for programs of this machine: a Unix socket on Linux, a named pipe on Windows.</summary>
public interface ILocalListener : IAsyncDisposable
{
    /// <summary>Waits for the next client. Never fails because of a client.</summary>
    /// <exception cref="OperationCanceledException">The wait was ended, or the listener disposed.</exception>
    ValueTask<ILocalConnection> AcceptAsync(CancellationToken cancellationToken);
}

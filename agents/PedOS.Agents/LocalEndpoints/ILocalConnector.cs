namespace PedOS.Agents.LocalEndpoints;

/// <summary>Connects to a local endpoint as a client.</summary>
public interface ILocalConnector
{
    /// <summary>Connects.</summary>
    /// <exception cref="IOException">Nobody listens there, or this account may not connect.</exception>
    ValueTask<ILocalConnection> ConnectAsync(string endpoint, CancellationToken cancellationToken);
}

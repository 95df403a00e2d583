using System.Net.Sockets;
using PedOS.Agents.LocalEndpoints;

namespace PedOS.Agents.Posix.LocalEndpoints;

/// <summary>Connects to the agent socket.</summary>
public sealed class PosixLocalConnector : ILocalConnector
{
    /// <inheritdoc/>
    public async ValueTask<ILocalConnection> ConnectAsync(string endpoint, CancellationToken cancellationToken)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(endpoint), cancellationToken);
            return new PosixLocalConnection(socket);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"cannot reach the agent at {endpoint}: {e.Message}", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

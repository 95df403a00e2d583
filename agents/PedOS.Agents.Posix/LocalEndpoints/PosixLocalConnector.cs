using System.Net.Sockets;
using PedOS.Agents.LocalEndpoints;

namespace PedOS.Agents.Posix.LocalEndpoints;

/// <summary>Connects to the sockets of the agent and of the database.</summary>
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
            throw new IOException($"cannot connect to {endpoint}: {Reason(endpoint, e)}", e);
        }
        catch (ArgumentException e)
        {
            socket.Dispose();
            throw new IOException($"cannot connect to {endpoint}: no socket can have this path", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // The runtime takes ENOENT for an address that is not available.
    private static string Reason(string endpoint, SocketException e) => e.SocketErrorCode switch
    {
        SocketError.AddressNotAvailable when !File.Exists(endpoint) =>
            "there is no such socket; its service does not run",
        SocketError.ConnectionRefused => "nobody listens there any more; its service does not run",
        SocketError.AccessDenied => "this account may not",
        _ => e.Message,
    };
}

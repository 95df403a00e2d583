using System.Net.Sockets;
using PedOS.Agents.LocalEndpoints;

namespace PedOS.Agents.Posix.LocalEndpoints;

/// <summary>
/// The agent socket: a Unix socket that every user of the machine may connect to (mode 0777), as the original's.
/// </summary>
public sealed class PosixLocalListener : ILocalListener
{
    private const UnixFileMode Everyone = (UnixFileMode)0b111_111_111;

    // A client that finds the queue full is refused at once, and all of a machine's programs may come together.
    private const int Backlog = 1024;

    // Descriptors come back when a client leaves; asking at once would only burn time.
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(50);

    private readonly Socket _listener;

    private PosixLocalListener(Socket listener) => _listener = listener;

    /// <summary>Starts listening; a socket left over from an agent that died is replaced.</summary>
    /// <exception cref="IOException">Another agent listens there, or the place cannot be used.</exception>
    public static PosixLocalListener Listen(string path)
    {
        UnixDomainSocketEndPoint endpoint = new(path);
        if (IsAlive(endpoint))
        {
            throw new IOException($"another agent listens at {path}; stop it first");
        }

        Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            File.Delete(path);
            listener.Bind(endpoint);
            File.SetUnixFileMode(path, Everyone);
            listener.Listen(Backlog);
            return new PosixLocalListener(listener);
        }
        catch (Exception e) when (e is SocketException or UnauthorizedAccessException)
        {
            listener.Dispose();
            throw new IOException($"cannot listen at {path}: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ILocalConnection> AcceptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                Socket socket = await _listener.AcceptAsync(cancellationToken);
                return new PosixLocalConnection(socket);
            }
            catch (ObjectDisposedException e)
            {
                throw new OperationCanceledException("the listener was disposed", e);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.OperationAborted)
            {
                throw new OperationCanceledException("the listener was disposed", e);
            }
            catch (SocketException)
            {
                // A client that left at once, or no descriptors for a moment: neither may end the listener.
                await Task.Delay(AcceptPause, TimeProvider.System, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        // Also removes the file.
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }

    private static bool IsAlive(UnixDomainSocketEndPoint endpoint)
    {
        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(endpoint);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

using System.Net.Sockets;

namespace PedOS.Agents.Vchan.Sockets;

/// <summary>
/// Unix sockets named <c>vchan.SERVER.CLIENT.PORT.sock</c>, byte-compatible with qubes-core-vchan-socket.
/// </summary>
public sealed class UnixRendezvous : SocketRendezvous
{
    /// <summary>Longest path of a Unix socket on Linux (sun_path without its NUL).</summary>
    public const int MaxPath = 107;

    /// <summary>Creates the rendezvous.</summary>
    /// <param name="directory">Directory of the sockets; it must exist.</param>
    public UnixRendezvous(string directory)
        : base(directory)
    {
    }

    /// <inheritdoc/>
    public override ISocketOffer Listen(string name)
    {
        string path = PathOf(name);
        Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            File.Delete(path);
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen(1);
            return new UnixSocketOffer(listener);
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            listener.Dispose();
            throw new VchanException($"cannot listen at {path}: {e.Message}", e);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<ConnectAttempt> TryConnectAsync(
        string name, CancellationToken cancellationToken)
    {
        string path = PathOf(name);
        if (TryOpen() is not { } socket)
        {
            return ConnectAttempt.Refusing;
        }

        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new ConnectAttempt(socket, IsRefusing: false);
        }
        catch (SocketException e) when (IsNotThereYet(e))
        {
            socket.Dispose();
            return e.SocketErrorCode == SocketError.AddressNotAvailable
                ? ConnectAttempt.Absent
                : ConnectAttempt.Refusing;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new VchanException($"cannot connect to {path}: {e.Message}", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // Null when no descriptor is left: a call that ends gives some back, and who waits here is not to be forgotten.
    private static Socket? TryOpen()
    {
        try
        {
            return new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.TooManyOpenSockets)
        {
            return null;
        }
    }

    // ENOENT has no SocketError of its own and arrives as AddressNotAvailable; ECONNREFUSED is a socket between bind
    // and listen, or one whose owner is gone; EAGAIN is a full backlog.
    private static bool IsNotThereYet(SocketException e) => e.SocketErrorCode
        is SocketError.AddressNotAvailable or SocketError.ConnectionRefused
        or SocketError.WouldBlock or SocketError.TryAgain;

    private string PathOf(string name)
    {
        string path = Path.Combine(Directory, name);
        return System.Text.Encoding.UTF8.GetByteCount(path) <= MaxPath
            ? path
            : throw new VchanException($"the socket path {path} is longer than {MaxPath} bytes");
    }
}

using System.Globalization;
using System.Net.Sockets;

namespace PedOS.TestKit.RawVchan;

/// <summary>Unix sockets <c>vchan.SERVER.CLIENT.PORT.sock</c> in one directory.</summary>
/// <param name="directory">Value of VCHAN_SOCKET_DIR.</param>
public sealed class UnixVchanPlace(string directory) : IVchanPlace
{
    /// <summary>Path of the listening socket.</summary>
    public string PathOf(uint server, uint client, uint port) =>
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"vchan.{server}.{client}.{port}.sock"));

    /// <inheritdoc/>
    public async Task<Socket?> TryConnectAsync(
        uint server, uint client, uint port, CancellationToken cancellationToken)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(
                new UnixDomainSocketEndPoint(PathOf(server, client, port)), cancellationToken);
            return socket;
        }
        catch (SocketException)
        {
            // No such file, or a file nobody listens at any more.
            socket.Dispose();
            return null;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IVchanOffer Listen(uint server, uint client, uint port)
    {
        string path = PathOf(server, client, port);
        File.Delete(path);
        Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        return new UnixVchanOffer(listener);
    }

    private sealed class UnixVchanOffer(Socket listener) : IVchanOffer
    {
        public async Task<Socket> AcceptAsync(CancellationToken cancellationToken)
        {
            Socket socket = await listener.AcceptAsync(cancellationToken);
            listener.Dispose();
            return socket;
        }

        // .NET removes the file when a bound socket is closed. A successor may have bound it again by then; it would
        // only be reachable no more, so servers of one port follow each other and never overlap.
        public void Dispose() => listener.Dispose();
    }
}

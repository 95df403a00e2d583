using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PedOS.Peer.Tests.Services;

/// <summary>A service that listens, in the test's own process.</summary>
internal sealed class ServiceListener : IDisposable
{
    private readonly Socket _listener;

    public ServiceListener(EndPoint endPoint)
    {
        _listener = endPoint is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(endPoint);
        _listener.Listen(8);
    }

    /// <summary>TCP port.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Takes the next call.</summary>
    public Task<Socket> AcceptAsync(CancellationToken cancellationToken) =>
        _listener.AcceptAsync(cancellationToken).AsTask();

    /// <summary>Reads until the caller's end, or until so many bytes are there.</summary>
    public static async Task<string> ReadAsync(Socket socket, int count, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[count];
        int read = 0;
        while (read < count)
        {
            int part = await socket.ReceiveAsync(buffer.AsMemory(read), SocketFlags.None, cancellationToken);
            if (part == 0)
            {
                break;
            }

            read += part;
        }

        return Encoding.UTF8.GetString(buffer, 0, read);
    }

    public void Dispose() => _listener.Dispose();
}

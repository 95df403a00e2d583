using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PedOS.Agents.Vchan;
using PedOS.Agents.Vchan.Sockets;
using PedOS.TestKit.Limits;
using Xunit;

namespace PedOS.Agents.Tests.Vchan;

/// <summary>
/// Windows' rule: a connection that is closed with unread bytes is reset, and a reset takes from the peer what it has
/// not read. Linux leaves that readable, so what is looked at here is that no reset is ever sent.
/// </summary>
public sealed class LoopbackCloseTests : IDisposable
{
    private const int Limit = 60_000;

    private readonly TestDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [PatientFact(Timeout = Limit)]
    public async Task Dispose_SendsItsEnd_AndNeverAReset_ThoughBytesAreUnread()
    {
        using SocketVchanTransport transport = new(0, new LoopbackRendezvous(_directory.Path), TimeProvider.System);
        IVchan vchan = transport.Listen(42, 513, 4096, 4096);
        using Socket peer = await ConnectAsync();
        await vchan.WaitForPeerAsync(Token);
        _ = await peer.SendAsync(new byte[2000], Token);
        await vchan.WriteAsync(new byte[100], Token);
        _ = await vchan.ReadAsync(Memory<byte>.Empty, Token);

        Task closing = vchan.DisposeAsync().AsTask();

        Assert.Equal(100, await ReadToEndAsync(peer));
        for (int i = 0; i < 20; i++)
        {
            // The peer did not know yet; each of these would be answered with a reset.
            _ = await peer.SendAsync(new byte[100], Token);
        }

        Assert.False(closing.IsCompleted);
        peer.Shutdown(SocketShutdown.Send);
        await closing;
        Assert.Equal(0, (int)peer.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!);
        Assert.Equal(0, await peer.ReceiveAsync(new byte[1], Token));
    }

    private static async Task<int> ReadToEndAsync(Socket socket)
    {
        byte[] buffer = new byte[4096];
        int all = 0;
        while (await socket.ReceiveAsync(buffer, Token) is > 0 and int read)
        {
            all += read;
        }

        return all;
    }

    private async Task<Socket> ConnectAsync()
    {
        string[] place = File.ReadAllText(Path.Join(_directory.Path, "vchan.0.42.513.port")).Split(' ');
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(
            new IPEndPoint(IPAddress.Loopback, int.Parse(place[0], CultureInfo.InvariantCulture)), Token);
        _ = await socket.SendAsync(Convert.FromHexString(place[1]), Token);
        return socket;
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using PedOS.Agents.Processes;
using PedOS.Agents.Qrexec;
using PedOS.Protocols.Qrexec;
using PedOS.Protocols.Wrapper;
using PedOS.TestKit.Limits;
using Xunit;

namespace PedOS.Agents.Tests.Qrexec;

/// <summary>Services that listen on sockets: how they are reached, and how each direction ends.</summary>
public sealed class SocketServiceTests : IDisposable
{
    private const int Limit = 60_000;

    private readonly TestDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [PatientTheory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connect_SendsTheGreetingFirst_ThenEachDirectionEndsByItself(bool isTcp)
    {
        using Socket listener = Listen(isTcp, out string endpoint);
        using SocketService service = await SocketService.ConnectAsync(
            new SocketPlan(endpoint, isTcp, "a+ größe\0", false, false), Token);
        using Socket peer = await listener.AcceptAsync(Token);
        Assert.Equal((0, null), (service.Id, service.Error));
        Assert.Equal(0, await service.Exited);
        Assert.True(await service.Input.WriteAsync(Encoding.UTF8.GetBytes("told"), Token));
        service.Input.Complete();
        service.Input.Complete();
        Assert.Equal("a+ größe\0told", await ReadToEndAsync(peer));

        _ = await peer.SendAsync(Encoding.UTF8.GetBytes("said"), Token);
        peer.Shutdown(SocketShutdown.Send);
        byte[] said = new byte[16];
        Assert.Equal(4, await service.Output.ReadAsync(said, Token));
        Assert.Equal(0, await service.Output.ReadAsync(said, Token));
        Assert.False(await service.Input.WriteAsync(new byte[1], Token));
    }

    [PatientTheory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connect_IsALaunchThatFailed_WhenNobodyListens(bool isTcp)
    {
        string endpoint;
        using (Listen(isTcp, out endpoint))
        {
        }

        LaunchException failure = await Assert.ThrowsAsync<LaunchException>(
            () => SocketService.ConnectAsync(new SocketPlan(endpoint, isTcp, string.Empty, false, false), Token));
        Assert.Equal(QrexecAbi.QREXEC_EXIT_PROBLEM, failure.ExitCode);
        Assert.Contains(endpoint, failure.Message, StringComparison.Ordinal);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Dispose_EndsWhatWaits()
    {
        using Socket listener = Listen(isTcp: false, out string endpoint);
        SocketService service = await SocketService.ConnectAsync(
            new SocketPlan(endpoint, false, string.Empty, false, false), Token);
        using Socket peer = await listener.AcceptAsync(Token);
        Task<int> reading = service.Output.ReadAsync(new byte[1], Token).AsTask();
        Task<bool> writing = service.Input.WriteAsync(new byte[8 << 20], Token).AsTask();
        service.Dispose();
        Assert.Equal(0, await reading);
        Assert.False(await writing);
    }

    [PatientFact(Timeout = Limit)]
    public async Task ServiceThatHangsUp_EndsBothDirections()
    {
        using Socket listener = Listen(isTcp: false, out string endpoint);
        using SocketService service = await SocketService.ConnectAsync(
            new SocketPlan(endpoint, false, string.Empty, false, false), Token);
        (await listener.AcceptAsync(Token)).Dispose();
        Assert.Equal(0, await service.Output.ReadAsync(new byte[1], Token));
        Assert.False(await service.Input.WriteAsync(new byte[1], Token));
    }

    private Socket Listen(bool isTcp, out string endpoint)
    {
        Socket listener = isTcp
            ? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        string path = _directory.Join("s");
        listener.Bind(isTcp ? new IPEndPoint(IPAddress.Loopback, 0) : new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        endpoint = isTcp ? SocketEndpoint.Format((IPEndPoint)listener.LocalEndPoint!) : path;
        return listener;
    }

    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[256];
        while (await socket.ReceiveAsync(buffer, Token) is > 0 and int read)
        {
            all.Write(buffer, 0, read);
        }

        return Encoding.UTF8.GetString(all.ToArray());
    }
}

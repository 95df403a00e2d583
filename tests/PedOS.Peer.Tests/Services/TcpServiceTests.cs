using System.Net;
using System.Net.Sockets;
using PedOS.TestKit.Dom0;
using Xunit;

namespace PedOS.Peer.Tests.Services;

public sealed class TcpServiceTests(SharedGuest shared) : PeerTest(shared), IClassFixture<SharedGuest>
{
    [Theory]
    [InlineData("/dev/tcp/127.0.0.1/{0}", "test.S+")]
    [InlineData("/dev/tcp/127.0.0.1/{0}", "test.S")]
    [InlineData("/dev/tcp/127.0.0.1", "test.S+{0}")]
    [InlineData("/dev/tcp", "test.S+127.0.0.1+{0}")]
    public async Task Service_IsReached_WhereverItsAddressIsWritten(string definition, string descriptor)
    {
        await StartAsync();
        using ServiceListener service = new(new IPEndPoint(IPAddress.Loopback, 0));
        await TalkAsync(service, definition, descriptor);
    }

    [Theory]
    [InlineData("/dev/tcp/::1/{0}", "test.S+")]
    [InlineData("/dev/tcp", "test.S+++1+{0}")]
    public async Task Service_IsReached_OverIPv6(string definition, string descriptor)
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6 && HasLoopback6(), "this machine has no IPv6 loopback");
        await StartAsync();
        using ServiceListener service = new(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        await TalkAsync(service, definition, descriptor);
    }

    [Theory]
    [InlineData("/dev/tcp", "test.S+")]
    [InlineData("/dev/tcp", "test.S")]
    [InlineData("/dev/tcp", "test.S+127.0.0.1")]
    [InlineData("/dev/tcp", "test.S+127.0.0.1+")]
    [InlineData("/dev/tcp", "test.S+localhost+{0}")]
    [InlineData("/dev/tcp", "test.S+__1+{0}")]
    [InlineData("/dev/tcp", "test.S+127.0.0.1+0{0}")]
    [InlineData("/dev/tcp", "test.S+127.0.0.1+65536")]
    [InlineData("/dev/tcp", "test.S+127.0.0.1+0")]
    [InlineData("/dev/tcp", "test.S+127.0.0.1+-1")]
    [InlineData("/dev/tcp/127.0.0.1", "test.S")]
    [InlineData("/dev/tcp/127.0.0.1", "test.S+")]
    [InlineData("/dev/tcp/127.0.0.1", "test.S+127.0.0.1+{0}")]
    [InlineData("/dev/tcp/127.0.0.1/{0}", "test.S+{0}")]
    [InlineData("/dev/tcp/localhost/{0}", "test.S+")]
    [InlineData("/dev/tcp/", "test.S+127.0.0.1+{0}")]
    [InlineData("/dev/tcp//{0}", "test.S+")]
    public async Task Call_EndsWith125_WhenThereIsNoAddress(string definition, string descriptor)
    {
        await StartAsync();
        using ServiceListener service = new(new IPEndPoint(IPAddress.Loopback, 0));
        Link(Fill(definition, service));
        CallResult result = await Guest.CallAsync(Fill(descriptor, service), cancellationToken: Token);
        Assert.Equal((125, string.Empty), (result.ExitCode, result.OutputText));
    }

    [Fact]
    public async Task Call_EndsWith125_WhenNobodyListens()
    {
        await StartAsync();
        string definition;
        using (ServiceListener service = new(new IPEndPoint(IPAddress.Loopback, 0)))
        {
            definition = Fill("/dev/tcp/127.0.0.1/{0}", service);
        }

        Link(definition);
        CallResult result = await Guest.CallAsync("test.S+", cancellationToken: Token);
        Assert.Equal(125, result.ExitCode);
    }

    private static string Fill(string text, ServiceListener service) =>
        text.Replace("{0}", $"{service.Port}", StringComparison.Ordinal);

    private static bool HasLoopback6()
    {
        try
        {
            using ServiceListener probe = new(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Link(string definition) =>
        File.CreateSymbolicLink(Path.Combine(Guest.ServiceDirectories[0], "test.S"), definition);

    private async Task TalkAsync(ServiceListener service, string definition, string descriptor)
    {
        Link(Fill(definition, service));
        string filled = Fill(descriptor, service);
        Task<CallResult> run = Guest.CallAsync(filled, "work", "data"u8.ToArray(), Token);
        using Socket socket = await service.AcceptAsync(Token);
        Assert.Equal($"{filled} work\0data", await ServiceListener.ReadAsync(socket, 1000, Token));
        _ = await socket.SendAsync("answer"u8.ToArray(), Token);
        socket.Close();
        CallResult result = await run;
        Assert.Equal((0, "answer"), (result.ExitCode, result.OutputText));
    }
}

using System.Net.Sockets;
using PedOS.Protocols.Qrexec;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using PedOS.TestKit.RawVchan;
using Xunit;

namespace PedOS.Peer.Tests.Services;

public sealed class SocketServiceTests(SharedGuest shared) : PeerTest(shared), IClassFixture<SharedGuest>
{
    [Theory]
    [InlineData("test.S+arg", "work", "test.S+arg work\0")]
    [InlineData("test.S", "dom0", "test.S dom0\0")]
    [InlineData("test.S+", "work name vault", "test.S+ work name vault\0")]
    public async Task Service_IsGreetedWithItsDescriptor_AndThenSeesTheInput(
        string descriptor, string source, string greeting)
    {
        await StartAsync();
        using ServiceListener service = Listen("test.S");
        await using Dom0Call call = await CallAsync(descriptor, source);
        using Socket socket = await service.AcceptAsync(Token);
        _ = await call.WriteAsync("data", Token);
        await call.EndInputAsync(Token);
        Assert.Equal(greeting + "data", await ServiceListener.ReadAsync(socket, 1000, Token));

        // The input has ended; the service may answer as long as it likes.
        _ = await socket.SendAsync("answer"u8.ToArray(), Token);
        socket.Close();
        CallResult result = await call.ReadToEndAsync(null, Token);
        Assert.Equal((0, "answer", string.Empty), (result.ExitCode, result.OutputText, result.ErrorText));
    }

    [Fact]
    public async Task ErrorStream_EndsAtOnce()
    {
        await StartAsync();
        using ServiceListener service = Listen("test.S");
        await using Dom0Call call = await CallAsync("test.S+");
        using Socket socket = await service.AcceptAsync(Token);
        RawDataMessage first = Assert.NotNull(await call.ReadAsync(Token));
        Assert.Equal((MessageType.DataStderr, 0), (first.Type, first.Body.Length));
        socket.Close();
        await call.EndInputAsync(Token);
        Assert.Equal(0, (await call.ReadToEndAsync(null, Token)).ExitCode);
    }

    [Fact]
    public async Task Call_Lasts_UntilBothDirectionsHaveEnded()
    {
        await StartAsync();
        using ServiceListener service = Listen("test.S");
        Guest.AddSettings("test.S", "skip-service-descriptor = true\n");
        await using Dom0Call call = await CallAsync("test.S+");
        using Socket socket = await service.AcceptAsync(Token);
        _ = await socket.SendAsync("bye"u8.ToArray(), Token);
        socket.Shutdown(SocketShutdown.Send);
        _ = await call.ReadAsync(Token);
        Assert.Equal("bye", await call.ReadTextAsync("bye", Token));
        RawDataMessage end = Assert.NotNull(await call.ReadAsync(Token));
        Assert.Equal((MessageType.DataStdout, 0), (end.Type, end.Body.Length));

        _ = await call.WriteAsync("late", Token);
        Assert.Equal("late", await ServiceListener.ReadAsync(socket, 4, Token));
        Assert.False(call.Terminated.IsCompleted);
        await call.EndInputAsync(Token);
        Assert.Equal(0, (await call.ReadToEndAsync(null, Token)).ExitCode);
    }

    [Fact]
    public async Task ExitOnClientEof_EndsTheCallWithTheInput()
    {
        await StartAsync();
        using ServiceListener service = Listen("test.S");
        Guest.AddSettings("test.S", "skip-service-descriptor = true\nexit-on-client-eof = true\n");
        await using Dom0Call call = await CallAsync("test.S+");
        using Socket socket = await service.AcceptAsync(Token);
        _ = await call.WriteAsync("data", Token);
        await call.EndInputAsync(Token);
        CallResult result = await call.ReadToEndAsync(null, Token);
        Assert.Equal((0, string.Empty), (result.ExitCode, result.OutputText));
        Assert.Equal("data", await ServiceListener.ReadAsync(socket, 1000, Token));
    }

    [Fact]
    public async Task ExitOnServiceEof_EndsTheCallWithTheOutput()
    {
        await StartAsync();
        using ServiceListener service = Listen("test.S");
        Guest.AddSettings("test.S", "exit-on-service-eof = true\n");
        await using Dom0Call call = await CallAsync("test.S+a");
        using Socket socket = await service.AcceptAsync(Token);
        _ = await socket.SendAsync("all"u8.ToArray(), Token);
        socket.Shutdown(SocketShutdown.Send);
        CallResult result = await call.ReadToEndAsync(null, Token);
        Assert.Equal((0, "all"), (result.ExitCode, result.OutputText));
    }

    [Theory]
    [InlineData("skip-service-descriptor")]
    [InlineData("exit-on-client-eof")]
    [InlineData("exit-on-service-eof")]
    public async Task SocketSettings_AreAnError_TogetherWithForceUser(string key)
    {
        await StartAsync();
        using ServiceListener service = Listen("test.S");
        Guest.AddSettings("test.S", $"{key} = true\nforce-user = '{GuestUnderTest.User}'\n");
        CallResult result = await Guest.CallAsync("test.S+a", cancellationToken: Token);
        Assert.Equal(125, result.ExitCode);
    }

    [Fact]
    public async Task Call_EndsWith125_WhenNobodyListens()
    {
        await StartAsync();

        // A socket file whose listener has ended: the system keeps the file, .NET would remove it.
        string path = Path.Combine(Guest.ServiceDirectories[0], "test.S");
        using (ServiceListener service = new(new UnixDomainSocketEndPoint(path)))
        {
            File.Move(path, path + ".kept");
        }

        File.Move(path + ".kept", path);
        CallResult result = await Guest.CallAsync("test.S+a", cancellationToken: Token);
        Assert.Equal(125, result.ExitCode);
    }

    [Fact]
    public async Task JustExec_OnlySendsTheDescriptor()
    {
        await StartAsync();
        using ServiceListener service = Listen("test.S");
        await using Dom0Call call = await Guest.Dom0.BeginAsync(
            $"{GuestUnderTest.User}:QUBESRPC test.S+arg work", justExec: true, cancellationToken: Token);
        Task<CallResult> run = call.RunAsync(default, Token);
        using Socket socket = await service.AcceptAsync(Token);
        Assert.Equal("test.S+arg work\0", await ServiceListener.ReadAsync(socket, 1000, Token));
        Assert.Equal(0, (await run).ExitCode);
    }

    [Fact]
    public async Task MuchData_PassesBothWays()
    {
        await StartAsync();
        using ServiceListener service = Listen("test.S");
        Guest.AddSettings("test.S", "skip-service-descriptor = true\n");
        byte[] input = new byte[3_000_000];
        new Random(2).NextBytes(input);
        Task<CallResult> run = Guest.CallAsync("test.S+", input: input, cancellationToken: Token);
        using Socket socket = await service.AcceptAsync(Token);
        await using NetworkStream stream = new(socket);
        byte[] buffer = new byte[50_000];
        while (await stream.ReadAsync(buffer, Token) is > 0 and int read)
        {
            await stream.WriteAsync(buffer.AsMemory(0, read), Token);
        }

        socket.Close();
        CallResult result = await run;
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(input, result.Output);
    }

    private ServiceListener Listen(string name) =>
        new(new UnixDomainSocketEndPoint(Path.Combine(Guest.ServiceDirectories[0], name)));

    private async Task<Dom0Call> CallAsync(string descriptor, string source = "dom0")
    {
        Dom0Call call = await Guest.Dom0.BeginAsync(
            $"{GuestUnderTest.User}:QUBESRPC {descriptor} {source}", cancellationToken: Token);
        Assert.True(await call.OpenAsync(Token));
        return call;
    }
}

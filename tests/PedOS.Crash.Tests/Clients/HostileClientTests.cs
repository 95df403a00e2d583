using System.Net.Sockets;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using PedOS.TestKit.RawVchan;
using Xunit;

namespace PedOS.Crash.Tests.Clients;

/// <summary>Local programs that abuse the agent's socket: each is turned away, the next honest one served.</summary>
public sealed class HostileClientTests : CrashTest
{
    private const int Growth = 96;
    private const uint Trigger = 0x213;

    public static TheoryData<uint, uint, int> Requests { get; } = new()
    {
        // type, length announced, bytes of body that really follow
        { Trigger, uint.MaxValue, 0 },
        { Trigger, 0x80000000, 1000 },
        { Trigger, 65161, 100 },
        { Trigger, 160, 160 },
        { Trigger, 0, 0 },
        { 0x200, 200, 200 },
        { 0x300, 4, 4 },
        { 0x210, 128, 128 },
        { 0x212, 200, 200 },
        { 0, 0, 0 },
        { uint.MaxValue, uint.MaxValue, 64 },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Client_IsTurnedAway_WhenItSendsWhatIsNoRequest(uint type, uint length, int sent)
    {
        await StartServingAsync();
        using Socket hostile = await ConnectAsync();
        _ = await hostile.SendAsync(Message(type, length, new byte[sent]), SocketFlags.None, Token);
        Assert.Equal(0, await EndAsync(hostile));
        await AssertClientServedAsync();
        _ = Assert.Single(Guest.Dom0.Requests);
        await Guest.WaitForLogAsync("not a request", Token);
        _ = Assert.Single(Guest.LogLines("not a request"));
    }

    [Theory]
    [InlineData("test.S", false)]
    [InlineData("+arg", true)]
    [InlineData("", true)]
    [InlineData("test\0S", true)]
    public async Task Client_IsTurnedAway_WhenItsServiceNameIsMalformed(string service, bool terminated)
    {
        await StartServingAsync();
        using Socket hostile = await ConnectAsync();
        _ = await hostile.SendAsync(Request(service, terminated), SocketFlags.None, Token);
        Assert.Equal(0, await EndAsync(hostile));
        Assert.Empty(Guest.Dom0.Requests);
        await AssertClientServedAsync();
        Assert.Empty(Guest.Dom0.Violations);
    }

    [Fact]
    public async Task NamesWithoutEnd_AndControlCharacters_NeverReachTheDaemonAsSuch()
    {
        await StartServingAsync();
        byte[] request = Request("test.\u001b[31m/../x", terminated: true);
        request.AsSpan(8, 128).Fill((byte)'A');
        using Socket hostile = await ConnectAsync();
        _ = await hostile.SendAsync(request, SocketFlags.None, Token);
        while (Guest.Dom0.Requests.Count == 0)
        {
            await Task.Delay(5, Token);
        }

        // The daemon's own rules hold: it would refuse or replace. What counts is that nothing overflowed on the way.
        ServiceRequest request2 = Assert.Single(Guest.Dom0.Requests);
        Assert.Equal(new string('A', 63), request2.Target);
        Assert.Equal(new string('A', 63), request2.Source);
        Assert.Empty(Guest.Dom0.Violations);
        Assert.DoesNotContain(Guest.LogLines("asks for"), line => line.Contains('\u001b', StringComparison.Ordinal));
    }

    [Fact]
    public async Task SilentClients_KeepNobodyOut_AndAreGivenUp()
    {
        await StartServingAsync();
        List<Socket> silent = [];
        for (int i = 0; i < 300; i++)
        {
            Socket socket = await ConnectAsync();
            if (i % 2 == 1)
            {
                // Half a header is as good as none.
                _ = await socket.SendAsync(new byte[] { 0x13, 2, 0 }, SocketFlags.None, Token);
            }

            silent.Add(socket);
        }

        await AssertClientServedAsync();
        await AssertServedAsync();
        AssertMemoryGrowth(Growth);
        foreach (Socket socket in silent)
        {
            Assert.Equal(0, await EndAsync(socket));
            socket.Dispose();
        }
    }

    [Fact]
    public async Task FiveThousandConnections_AreBounded_AndOverWhenTheirOwnerGoes()
    {
        await StartServingAsync();
        List<Socket> sockets = [];
        try
        {
            await FloodAsync(sockets, 5000);

            // The way in from dom0 is another one, so it is open all the time.
            await AssertServedAsync();
            AssertMemoryGrowth(Growth);
        }
        finally
        {
            foreach (Socket socket in sockets)
            {
                socket.Dispose();
            }
        }

        await AssertClientServedAsync();
        Assert.InRange(Guest.LogLines("too many local clients").Count, 1, 20);
    }

    [Fact]
    public async Task FloodOfOneAccount_DoesNotKeepOutAnother()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root, to be two accounts");
        await StartServingAsync();
        File.SetUnixFileMode(Guest.Directory.FullPath, (UnixFileMode)0b111_101_101);

        // perl is part of every Debian; it is nobody, connects 2000 times and waits until its input ends.
        await using ProgramUnderTest flood = ProgramUnderTest.Start(new ProgramStart(
            "/usr/bin/setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            "/usr/bin/perl",
            "-e",
            "use Socket; my @all; for (1..2000) { socket(my $s, PF_UNIX, SOCK_STREAM, 0) or last; "
            + "connect($s, pack_sockaddr_un($ARGV[0])) or last; push @all, $s; } "
            + "$| = 1; print scalar(@all), \"\\n\"; <STDIN>;",
            Guest.AgentSocket));
        while (!flood.Output.Contains('\n', StringComparison.Ordinal) && !flood.HasExited)
        {
            await Task.Delay(10, Token);
        }

        int connected = int.Parse(flood.Output, System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(connected > 600, flood.Output + flood.Error);
        await AssertClientServedAsync();
        Assert.NotEmpty(Guest.LogLines("too many local clients of account 65534"));
    }

    [Fact]
    public async Task ClientsThatLeaveAtOnce_LeaveNothingBehind()
    {
        await StartServingAsync();
        byte[] request = Request("test.S", terminated: true);
        for (int i = 0; i < 2000; i++)
        {
            using Socket socket = await ConnectAsync();
            try
            {
                _ = await socket.SendAsync(request.AsMemory(0, i % (request.Length + 1)), SocketFlags.None, Token);
            }
            catch (SocketException)
            {
                // Turned away: the agent has not yet seen that so many others have left.
            }
        }

        // A client may come before the agent has seen that the others have left, and is refused then.
        const int Refused = 126;
        int code;
        do
        {
            await using ProgramUnderTest client = Guest.StartClient("vault", "test.S");
            code = await client.FinishAsync(Token);
        }
        while (code == Refused);

        Assert.Equal(7, code);
        while (Guest.Dom0.PortsInUse > 0)
        {
            await Task.Delay(5, Token);
        }

        AssertMemoryGrowth(Growth);
        Assert.Empty(Guest.Dom0.Violations);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RequestsOfClientsThatHaveLeft_AreBounded(bool dom0IsThere)
    {
        await StartServingAsync();
        await Guest.Dom0.StopAsync();

        // Either nobody takes the requests, or somebody takes them and never answers.
        await using RawChannel? mute = dom0IsThere ? await ConnectHostileAsync() : null;
        using CancellationTokenSource stop = new();
        Task reading = ReadAwayAsync(mute, stop.Token);
        byte[] request = Request("test.S+" + new string('a', 60_000), terminated: true);
        for (int batch = 0; batch < 30; batch++)
        {
            await AskAndLeaveAsync(request, clients: 200);
        }

        // All of them together would be 360 MB.
        AssertMemoryGrowth(160);
        await stop.CancelAsync();
        await reading;
        mute?.Close();
        Guest.Dom0.Start();
        await Guest.Dom0.WaitForHandshakesAsync(2, Token);
        await AssertClientServedAsync();
    }

    [Fact]
    public async Task ClientThatTalksOnAfterItsRequest_EndsItsOwnCall()
    {
        await StartServingAsync();
        using Socket hostile = await ConnectAsync();
        byte[] request = Request("test.S", terminated: true);
        _ = await hostile.SendAsync(request, SocketFlags.None, Token);
        for (int i = 0; i < 100; i++)
        {
            try
            {
                _ = await hostile.SendAsync(request, SocketFlags.None, Token);
            }
            catch (SocketException)
            {
                // Hung up on, as it should be.
                break;
            }
        }

        _ = await EndAsync(hostile);
        await AssertClientServedAsync();
        AssertMemoryGrowth(Growth);
    }

    private async Task AskAndLeaveAsync(byte[] request, int clients)
    {
        List<Socket> sockets = [];
        for (int i = 0; i < clients; i++)
        {
            Socket socket = await ConnectAsync();
            sockets.Add(socket);
            for (int sent = 0; sent < request.Length;)
            {
                sent += await socket.SendAsync(request.AsMemory(sent), SocketFlags.None, Token);
            }
        }

        // Long enough for most of them to be passed on before their clients leave.
        await Task.Delay(200, Token);
        foreach (Socket socket in sockets)
        {
            socket.Dispose();
        }
    }

    private static async Task ReadAwayAsync(RawChannel? channel, CancellationToken stop)
    {
        byte[] sink = new byte[65536];
        try
        {
            while (channel is not null && await channel.ReadAsync(sink, stop) > 0)
            {
            }
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    }

    private static byte[] Request(string service, bool terminated)
    {
        byte[] name = System.Text.Encoding.UTF8.GetBytes(terminated ? service + "\0" : service);
        byte[] body = new byte[160 + name.Length];
        "vault"u8.CopyTo(body.AsSpan(64));
        "SOCKET"u8.CopyTo(body.AsSpan(128));
        name.CopyTo(body, 160);
        return Message(Trigger, (uint)body.Length, body);
    }

    private Task StartServingAsync() => StartAsync(new Dom0Options
    {
        ServiceConnectTimeout = TimeSpan.FromMilliseconds(500),
        Policy = request => request.Service == "test.S"
            ? PolicyAnswer.Allow(async (side, token) =>
            {
                _ = await side.WriteAsync("served", token);
                return 7;
            })
            : PolicyAnswer.Refuse,
    });

    private async Task<Socket> ConnectAsync()
    {
        while (true)
        {
            Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Guest.AgentSocket), Token);
                return socket;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.TryAgain)
            {
                // The queue of those not yet accepted is full for a moment.
                socket.Dispose();
                await Task.Delay(1, Token);
            }
        }
    }

    private async Task FloodAsync(List<Socket> sockets, int count)
    {
        for (int i = 0; i < count; i++)
        {
            try
            {
                sockets.Add(await ConnectAsync());
            }
            catch (SocketException)
            {
                // This process has no more descriptors.
            }
        }
    }

    // Bytes the agent sends before it hangs up.
    private async Task<int> EndAsync(Socket socket)
    {
        byte[] buffer = new byte[64];
        int total = 0;
        try
        {
            while (await socket.ReceiveAsync(buffer, SocketFlags.None, Token) is > 0 and int read)
            {
                total += read;
            }
        }
        catch (SocketException)
        {
            // Reset: hung up on with bytes unread.
        }

        return total;
    }

    private async Task AssertClientServedAsync()
    {
        await using ProgramUnderTest client = Guest.StartClient("vault", "test.S");
        Assert.Equal(7, await client.FinishAsync(Token));
        Assert.Equal("served", client.Output);
    }
}

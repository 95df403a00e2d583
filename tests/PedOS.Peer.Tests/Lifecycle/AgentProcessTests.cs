using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using PedOS.TestKit.RawVchan;
using Xunit;

namespace PedOS.Peer.Tests.Lifecycle;

public sealed class AgentProcessTests : PeerTest
{
    private static readonly TimeSpan Promptly = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task LocalSocket_IsOpenToEverybody_AndGoneAfterSigterm()
    {
        await StartAsync();
        await Guest.WaitForAgentSocketAsync(Token);
        const UnixFileMode Everybody = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        while ((File.GetUnixFileMode(Guest.AgentSocket) & Everybody) != Everybody)
        {
            // It is opened to everybody a moment after it appears.
            await Task.Delay(2, Token);
        }

        Assert.Equal(0, await Guest.Agent.StopAsync());
        Assert.False(File.Exists(Guest.AgentSocket));
    }

    [Fact]
    public async Task Sigterm_EndsIt_WhenTheControlChannelCannotBeOffered()
    {
        await using GuestUnderTest guest = new(
            environment: new Dictionary<string, string> { ["VCHAN_SOCKET_DIR"] = "/nowhere" });
        guest.StartAgent();
        await guest.WaitForLogAsync("the control channel cannot be offered", Token);
        Assert.Equal(0, await guest.Agent.StopAsync());
    }

    [Fact]
    public async Task StartUp_IsPrompt()
    {
        // What the machine does besides is no fault of the agent: the best of three counts, and the clock only when the
        // machine has a processor to spare; the processor time it may take is the same in any case.
        List<TimeSpan> control = [];
        List<TimeSpan> local = [];
        List<TimeSpan> cpu = [];
        for (int i = 0; i < 3; i++)
        {
            await using GuestUnderTest guest = new();
            long begin = Stopwatch.GetTimestamp();
            guest.StartAgent();
            await using RawChannel channel = await RawChannel.ConnectAsync(guest.Place, 42, 0, 512, true, Token);
            control.Add(Stopwatch.GetElapsedTime(begin));
            begin = Stopwatch.GetTimestamp();
            _ = await channel.WriteAsync(Convert.FromHexString("000300000400000004000000"), Token);
            await guest.WaitForAgentSocketAsync(Token);
            local.Add(Stopwatch.GetElapsedTime(begin));
            cpu.Add(Assert.NotNull(ProcessFigures.Read(guest.Agent.Id)).CpuTime);
        }

        Assert.InRange(cpu.Min(), TimeSpan.Zero, Promptly);
        if (ProcessFigures.WaitingTasks < Environment.ProcessorCount)
        {
            Assert.InRange(control.Min(), TimeSpan.Zero, Promptly);
            Assert.InRange(local.Min(), TimeSpan.Zero, Promptly);
        }
    }

    [Fact]
    public async Task Supervisor_IsToldWhenDom0IsConnected()
    {
        using TestDirectory directory = new();
        string path = directory.PathOf("notify");
        using Socket notify = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        notify.Bind(new UnixDomainSocketEndPoint(path));
        Prepare(environment: new Dictionary<string, string> { ["NOTIFY_SOCKET"] = path });
        Guest.StartAgent();
        byte[] message = new byte[100];
        Task<int> told = notify.ReceiveAsync(message, SocketFlags.None, Token).AsTask();
        await Task.Delay(300, Token);
        Assert.False(told.IsCompleted);
        Guest.Dom0.Start();
        Assert.Equal("READY=1", Encoding.ASCII.GetString(message, 0, await told).TrimEnd('\n'));
    }

    [Fact]
    public async Task RunningCall_SurvivesTheEndOfItsAgent()
    {
        await StartAsync();
        await using Dom0Call call = await OpenAsync("cat; exit 6");
        _ = await call.WriteAsync("before\n", Token);
        Assert.Equal("before\n", await call.ReadTextAsync("before\n", Token));
        Guest.Agent.Kill();
        _ = await Guest.Agent.EndedAsync(Token);
        _ = await call.WriteAsync("after\n", Token);
        await call.EndInputAsync(Token);
        CallResult result = await call.ReadToEndAsync(null, Token);
        Assert.Equal((6, "after\n"), (result.ExitCode, result.OutputText));
    }

    [Fact]
    public async Task KilledAgent_ComesBack_AndTakesCalls()
    {
        await StartAsync();
        for (int life = 1; life <= 3; life++)
        {
            Assert.Equal($"{life}\n", (await Guest.ShellAsync($"echo {life}", cancellationToken: Token)).OutputText);
            Guest.Agent.Kill();
            _ = await Guest.Agent.EndedAsync(Token);
            await Guest.Agent.DisposeAsync();
            Guest.StartAgent();
            await Guest.Dom0.WaitForHandshakesAsync(life + 1, Token);
        }

        Assert.Equal(3, (await Guest.ShellAsync("exit 3", cancellationToken: Token)).ExitCode);
    }

    [Fact]
    public async Task Requests_HaveNamesOfTheirOwn_AlsoInTheNextRun()
    {
        // dom0 may ask its user, and answer when another agent runs: that one must not take the answer for its own.
        ConcurrentQueue<string> idents = [];
        await StartAsync(new Dom0Options
        {
            Policy = request =>
            {
                idents.Enqueue(Encoding.ASCII.GetString(request.Ident.Span));
                return PolicyAnswer.Refuse;
            },
        });
        await AskTwiceAsync();
        Assert.Equal(0, await Guest.Agent.StopAsync());
        await Guest.Agent.DisposeAsync();
        Guest.StartAgent();
        await Guest.Dom0.WaitForHandshakesAsync(2, Token);
        await AskTwiceAsync();

        Assert.Equal(4, idents.Count);
        Assert.Equal(4, idents.Distinct().Count());
        Assert.All(idents, static ident => Assert.EndsWith("\0", ident, StringComparison.Ordinal));

        async Task AskTwiceAsync()
        {
            await Guest.WaitForAgentSocketAsync(Token);
            for (int i = 0; i < 2; i++)
            {
                await using ProgramUnderTest client = Guest.StartClient("dom0", "test.S");
                Assert.Equal(126, await client.FinishAsync(Token));
            }
        }
    }
}

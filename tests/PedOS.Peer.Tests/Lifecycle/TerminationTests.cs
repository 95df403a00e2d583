using System.Diagnostics;
using System.Text;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using PedOS.TestKit.RawVchan;
using Xunit;

namespace PedOS.Peer.Tests.Lifecycle;

public sealed class TerminationTests : PeerTest
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(19)]
    public async Task EndIsReported_WhereverTheCallerCutsTheChannel(int bytes)
    {
        await StartAsync();
        await using Dom0Call call = await Guest.Dom0.BeginAsync(
            $"{GuestUnderTest.User}:cat", cancellationToken: Token);
        await using RawChannel raw = await call.AcceptRawAsync(Token);
        byte[] conversation = Convert.FromHexString("00030000040000000400000090010000020000000102");
        if (bytes > 0)
        {
            _ = await raw.WriteAsync(conversation.AsMemory(0, bytes), Token);
        }

        raw.Close();
        Assert.True(await call.Terminated.WaitAsync(Token));
    }

    [Fact]
    public async Task EndIsReported_WhenTheCallerNeverListens()
    {
        SkipForOriginal("it waits 120 s");
        Prepare(environment: new Dictionary<string, string> { ["PEDOS_CONNECT_TIMEOUT"] = "1" });
        await Guest.StartAsync(Token);
        long begin = Stopwatch.GetTimestamp();
        await using Dom0Call call = await Guest.Dom0.BeginSilentAsync($"{GuestUnderTest.User}:echo never", Token);
        Assert.Equal(0, (await Guest.ShellAsync("true", cancellationToken: Token)).ExitCode);
        Assert.True(await call.Terminated.WaitAsync(Token));
        Assert.InRange(Stopwatch.GetElapsedTime(begin), TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task EndIsReported_WhenTheClientThatWasAllowedNeverComes()
    {
        await StartAsync(new Dom0Options { Policy = _ => PolicyAnswer.Silence });
        await Guest.WaitForAgentSocketAsync(Token);
        await using ProgramUnderTest client = Guest.StartClient("dom0", "test.S");
        while (Guest.Dom0.Requests.Count == 0)
        {
            await Task.Delay(5, Token);
        }

        client.Kill();
        _ = await client.WaitAsync(Token);
        Assert.Equal(0, (await Guest.ShellAsync("exit 0", cancellationToken: Token)).ExitCode);
    }

    [Fact]
    public async Task UnknownIdent_IsIgnored()
    {
        await StartAsync();
        byte[] connect = new byte[40];
        BitConverter.GetBytes(700u).CopyTo(connect, 4);
        Encoding.ASCII.GetBytes("SOCKET99999").CopyTo(connect, 8);
        Assert.True(await Guest.Dom0.SendAsync(0x202, connect, Token));
        Assert.True(await Guest.Dom0.SendAsync(0x203, connect.AsMemory(8), Token));

        // Nothing is said about port 700: the daemon would wonder. The base class checks that.
        Assert.Equal(4, (await Guest.ShellAsync("exit 4", cancellationToken: Token)).ExitCode);
        Assert.Equal(1, Guest.Dom0.Handshakes);
    }

    [Fact]
    public async Task AllPorts_AreUsedAtOnce_AndGivenBack()
    {
        await StartAsync();
        for (int round = 0; round < 2; round++)
        {
            Task<CallResult>[] calls = [.. Enumerable.Range(0, 256).Select(n => Guest.ShellAsync(
                $"echo {n}; read x; exit {n % 100}", Encoding.ASCII.GetBytes("go\n"), Token))];
            CallResult[] results = await Task.WhenAll(calls);
            for (int n = 0; n < results.Length; n++)
            {
                Assert.Equal((n % 100, $"{n}\n"), (results[n].ExitCode, results[n].OutputText));
            }
        }

        Assert.Equal(0, Guest.Dom0.PortsInUse);
    }

    [Fact]
    public async Task CallFromAnotherGuest_UsesThatGuestsDomain()
    {
        await StartAsync();
        Guest.AddService("test.S", "echo \"from $QREXEC_REMOTE_DOMAIN\"; cat");
        await using Dom0Call call = await Guest.Dom0.BeginAsync(
            $"{GuestUnderTest.User}:QUBESRPC test.S+a work", domain: 17, cancellationToken: Token);
        CallResult result = await call.RunAsync("data"u8.ToArray(), Token);
        Assert.Equal((0, "from work\ndata"), (result.ExitCode, result.OutputText));
        Assert.Equal(17u, call.Address.Domain);
    }
}

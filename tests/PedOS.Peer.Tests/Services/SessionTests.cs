using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Peer.Tests.Services;

public sealed class SessionTests(SharedGuest shared) : PeerTest(shared), IClassFixture<SharedGuest>
{
    [Fact]
    public async Task Calls_WaitForOneSessionService_AndThenAllRun()
    {
        string fifo = await StartHeldAsync("exit 1");
        Task<CallResult>[] calls = [.. Enumerable.Range(0, 5).Select(
            n => Guest.CallAsync($"test.S+{n}", "work", cancellationToken: Token))];
        await WaitForFileAsync(Guest.Directory.PathOf("asked"));
        await Task.Delay(200, Token);
        Assert.DoesNotContain(calls, call => call.IsCompleted);

        // Its exit code does not matter, only that it has ended.
        await File.WriteAllTextAsync(fifo, "go\n", Token);
        CallResult[] results = await Task.WhenAll(calls);
        Assert.Equal(["0\n", "1\n", "2\n", "3\n", "4\n"], results.Select(result => result.OutputText));
        Assert.All(results, result => Assert.Equal(0, result.ExitCode));
        Assert.Equal(
            $"args=0 remote=work user={GuestUnderTest.User}\n",
            await File.ReadAllTextAsync(Guest.Directory.PathOf("asked"), Token));
    }

    [Fact]
    public async Task SessionService_RunsAsTheAgent_AndIsToldWhomItWaitsFor()
    {
        await StartAsync();
        string asked = Guest.Directory.PathOf("asked");
        Guest.AddService("qubes.WaitForSession", $"read user; echo \"$user $(id -un)\" >{asked}");
        Guest.AddService("test.S", "echo \"$1\"");
        Guest.AddSettings("test.S", "wait-for-session = true\n");

        // A user whom nothing can be started as, like one who is not logged on to Windows.
        CallResult result = await Guest.Dom0.RunAsync(
            "surely-no-such-user:QUBESRPC test.S+x dom0", cancellationToken: Token);
        Assert.Equal(125, result.ExitCode);
        Assert.Equal(
            $"surely-no-such-user {Environment.UserName}\n", await File.ReadAllTextAsync(asked, Token));
    }

    [Theory]
    [InlineData("force-user = 'surely-no-such-user'\n")]
    [InlineData("nonsense\n")]
    public async Task SessionService_FollowsItsOwnSettings(string settings)
    {
        await StartAsync();
        string asked = Guest.Directory.PathOf("asked");
        Guest.AddService("qubes.WaitForSession", $"echo asked >{asked}");
        Guest.AddSettings("qubes.WaitForSession", settings);
        Guest.AddService("test.S", "echo \"$1\"");
        Guest.AddSettings("test.S", "wait-for-session = true\n");
        Assert.Equal("x\n", (await Guest.CallAsync("test.S+x", cancellationToken: Token)).OutputText);
        Assert.False(File.Exists(asked));
    }

    [Fact]
    public async Task OtherCalls_DoNotWait()
    {
        string fifo = await StartHeldAsync(string.Empty);
        Guest.AddService("test.Free", "echo free");
        Task<CallResult> held = Guest.CallAsync("test.S+held", cancellationToken: Token);
        await WaitForFileAsync(Guest.Directory.PathOf("asked"));
        CallResult free = await Guest.CallAsync("test.Free+", cancellationToken: Token);
        Assert.Equal("free\n", free.OutputText);
        Assert.False(held.IsCompleted);
        await File.WriteAllTextAsync(fifo, "go\n", Token);
        Assert.Equal("held\n", (await held).OutputText);
    }

    [Fact]
    public async Task NoGui_SkipsTheWait()
    {
        _ = await StartHeldAsync(string.Empty);
        CallResult result = await Guest.Dom0.RunAsync(
            $"{GuestUnderTest.User}:nogui:QUBESRPC test.S+now dom0", cancellationToken: Token);
        Assert.Equal((0, "now\n"), (result.ExitCode, result.OutputText));
        Assert.False(File.Exists(Guest.Directory.PathOf("asked")));
    }

    [Fact]
    public async Task InputOfAWaitingCall_ReachesItsService()
    {
        string fifo = await StartHeldAsync(string.Empty);
        Guest.AddService("test.S", "cat");
        byte[] input = new byte[30_000];
        new Random(1).NextBytes(input);
        Task<CallResult> held = Guest.CallAsync("test.S+x", input: input, cancellationToken: Token);
        await WaitForFileAsync(Guest.Directory.PathOf("asked"));
        await File.WriteAllTextAsync(fifo, "go\n", Token);
        Assert.Equal(input, (await held).Output);
    }

    private async Task<string> StartHeldAsync(string end)
    {
        await StartAsync();
        string fifo = MakeFifo();
        string asked = Guest.Directory.PathOf("asked");
        Guest.AddService(
            "qubes.WaitForSession",
            $"read user; echo \"args=$# remote=$QREXEC_REMOTE_DOMAIN user=$user\" >>{asked}\nread x <{fifo}\n{end}\n");
        Guest.AddService("test.S", "echo \"$1\"");
        Guest.AddSettings("test.S", "wait-for-session = true\n");
        return fifo;
    }
}

using PedOS.Protocols.Qrexec;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Peer.Tests.Exec;

public sealed class JustExecTests(SharedGuest shared) : PeerTest(shared), IClassFixture<SharedGuest>
{
    [Fact]
    public async Task JustExec_SendsOnlyTheExitCodeOfTheStart()
    {
        await StartAsync();
        string proof = Guest.Directory.PathOf("proof");
        CallResult result = await JustExecAsync(
            $"echo nobody sees this; cat; echo done >{proof}.new; mv {proof}.new {proof}; exit 7");
        Assert.Equal(0, result.ExitCode);
        MessageHeader only = Assert.Single(result.Messages);
        Assert.Equal(MessageType.DataExitCode, only.Type);
        await WaitForFileAsync(proof);
    }

    [Fact]
    public async Task JustExec_PutsTheStreamsOnTheNullDevice()
    {
        await StartAsync();
        string proof = Guest.Directory.PathOf("proof");
        CallResult result = await JustExecAsync(
            $"exec 3>&1; readlink /proc/self/fd/0 /proc/self/fd/3 >{proof}.new; mv {proof}.new {proof}");
        Assert.Equal(0, result.ExitCode);
        await WaitForFileAsync(proof);
        Assert.Equal("/dev/null\n/dev/null\n", await File.ReadAllTextAsync(proof, Token));
    }

    [Fact]
    public async Task JustExec_EndsAtOnce_WhileTheProgramRunsOn()
    {
        await StartAsync();
        string fifo = MakeFifo();
        string proof = Guest.Directory.PathOf("proof");
        CallResult result = await JustExecAsync($"read x <{fifo}; echo \"$x\" >{proof}.new; mv {proof}.new {proof}");
        Assert.Equal(0, result.ExitCode);
        await File.WriteAllTextAsync(fifo, "later\n", Token);
        await WaitForFileAsync(proof);
        Assert.Equal("later\n", await File.ReadAllTextAsync(proof, Token));
    }

    [Fact]
    public async Task JustExec_RunsAService()
    {
        await StartAsync();
        string proof = Guest.Directory.PathOf("proof");
        Guest.AddService("test.Touch", $"echo \"$1 $QREXEC_REMOTE_DOMAIN\" >{proof}.new; mv {proof}.new {proof}");
        CallResult result = await JustExecAsync("QUBESRPC test.Touch+arg work");
        Assert.Equal(0, result.ExitCode);
        await WaitForFileAsync(proof);
        Assert.Equal("arg work\n", await File.ReadAllTextAsync(proof, Token));
    }

    [Theory]
    [InlineData("QUBESRPC test.Missing+x dom0", 127)]
    [InlineData("QUBESRPC test.Missing", 125)]
    public async Task JustExec_SaysWhyNothingWasStarted(string rest, int expected)
    {
        await StartAsync();
        CallResult result = await JustExecAsync(rest);
        Assert.Equal(expected, result.ExitCode);
        _ = Assert.Single(result.Messages);
    }

    private async Task<CallResult> JustExecAsync(string rest)
    {
        await using Dom0Call call = await Guest.Dom0.BeginAsync(
            $"{GuestUnderTest.User}:{rest}", justExec: true, cancellationToken: Token);
        return await call.RunAsync(default, Token);
    }
}

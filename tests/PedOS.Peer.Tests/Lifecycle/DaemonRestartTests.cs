using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Peer.Tests.Lifecycle;

public sealed class DaemonRestartTests : PeerTest
{
    [Fact]
    public async Task Agent_TakesCallsAgain_HoweverOftenDom0GoesAway()
    {
        SkipForOriginal("it keeps a dead control channel");
        await StartAsync();
        for (int life = 1; life <= 5; life++)
        {
            Assert.Equal(life, (await Guest.ShellAsync($"exit {life}", cancellationToken: Token)).ExitCode);
            await Guest.Dom0.StopAsync();
            Guest.Dom0.Start();
            await Guest.Dom0.WaitForHandshakesAsync(life + 1, Token);
        }

        Assert.False(Guest.Agent.HasExited);
    }

    [Fact]
    public async Task RunningCall_IsUnharmed_WhileDom0Restarts()
    {
        SkipForOriginal("it keeps a dead control channel");
        await StartAsync();
        await using Dom0Call call = await OpenAsync("cat; exit 6");
        _ = await call.WriteAsync("before\n", Token);
        Assert.Equal("before\n", await call.ReadTextAsync("before\n", Token));
        await Guest.Dom0.StopAsync();
        _ = await call.WriteAsync("between\n", Token);
        Assert.Equal("between\n", await call.ReadTextAsync("between\n", Token));
        Guest.Dom0.Start();
        await Guest.Dom0.WaitForHandshakesAsync(2, Token);

        // The new daemon hands out the same port again, beside the call that still lives there.
        Assert.Equal("new\n", (await Guest.ShellAsync("echo new", cancellationToken: Token)).OutputText);
        _ = await call.WriteAsync("after\n", Token);
        await call.EndInputAsync(Token);
        CallResult result = await call.ReadToEndAsync(null, Token);
        Assert.Equal((6, "after\n"), (result.ExitCode, result.OutputText));
    }

    [Fact]
    public async Task RunningClient_IsUnharmed_WhileDom0ControlIsCut()
    {
        SkipForOriginal("it keeps a dead control channel");
        TaskCompletionSource release = new();
        await StartAsync(new Dom0Options
        {
            Policy = any => PolicyAnswer.Allow(async (side, token) =>
            {
                _ = await side.WriteAsync("started\n", token);
                await release.Task.WaitAsync(Token);
                _ = await side.WriteAsync("finished\n", CancellationToken.None);
                return 5;
            }),
        });
        await Guest.WaitForAgentSocketAsync(Token);
        await using ProgramUnderTest client = Guest.StartClient("dom0", "test.S");
        await client.WaitForTextAsync("started", Token);
        Guest.Dom0.Control.Close();
        await Guest.Dom0.WaitForHandshakesAsync(2, Token);
        release.SetResult();
        Assert.Equal(5, await client.FinishAsync(Token));
        Assert.Equal("started\nfinished\n", client.Output);
    }

    [Fact]
    public async Task UnansweredRequest_IsRefused_WhenDom0GoesAway()
    {
        SkipForOriginal("it keeps a dead control channel");
        await StartAsync(new Dom0Options { Policy = _ => PolicyAnswer.Silence });
        await Guest.WaitForAgentSocketAsync(Token);
        await using ProgramUnderTest client = Guest.StartClient("dom0", "test.S");
        while (Guest.Dom0.Requests.Count == 0)
        {
            await Task.Delay(5, Token);
        }

        await Guest.Dom0.StopAsync();
        Assert.Equal(126, await client.FinishAsync(Token));
    }

    [Fact]
    public async Task Request_MadeWhileDom0IsAway_IsServedByTheNextDaemon()
    {
        SkipForOriginal("it keeps a dead control channel");
        await StartAsync(new Dom0Options
        {
            Policy = any => PolicyAnswer.Allow(async (side, token) =>
            {
                _ = await side.WriteAsync("served\n", token);
                return 0;
            }),
        });
        await Guest.WaitForAgentSocketAsync(Token);
        await Guest.Dom0.StopAsync();
        await using ProgramUnderTest client = Guest.StartClient("dom0", "test.S");
        await Task.Delay(300, Token);
        Assert.False(client.HasExited);
        Guest.Dom0.Start();
        Assert.Equal(0, await client.FinishAsync(Token));
        Assert.Equal("served\n", client.Output);
    }
}

using PedOS.TestKit;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using PedOS.TestKit.RawVchan;
using Xunit;

namespace PedOS.Crash.Tests.Daemon;

/// <summary>Daemons and callers that want too much, or never read.</summary>
public sealed class FloodTests : CrashTest
{
    private const int Growth = 96;

    [Fact]
    public async Task TenThousandCalls_AreBounded_WhileARunningCallGoesOn()
    {
        await StartAsync();
        await using Dom0Call running = await Guest.Dom0.BeginAsync(
            $"{GuestUnderTest.User}:cat", cancellationToken: Token);
        Assert.True(await running.OpenAsync(Token));

        // Nobody ever listens for these calls; each waits for its caller until its time is up.
        byte[][] calls = [.. Enumerable.Range(513, 256).Select(
            port => Exec(17, (uint)port, $"{GuestUnderTest.User}:true"))];
        for (int i = 0; i < 10_000; i++)
        {
            Assert.True(await Guest.Dom0.SendRawAsync(calls[i % calls.Length], Token));
        }

        for (int i = 0; i < 20; i++)
        {
            _ = await running.WriteAsync("ping", Token);
            Assert.Equal("ping", await running.ReadTextAsync("ping", Token));
        }

        AssertMemoryGrowth(Growth);
        await running.EndInputAsync(Token);
        Assert.Equal(0, (await running.ReadToEndAsync(null, Token)).ExitCode);
        await AssertServedEventuallyAsync();
        AssertMemoryGrowth(Growth);
        Assert.NotEmpty(Guest.LogLines("turned away"));
        Assert.InRange(Guest.LogLines("turned away").Count, 1, 20);
    }

    [Fact]
    public async Task DaemonThatReadsLate_GetsEveryAnswer()
    {
        const int Calls = 10_000;
        await StartAsync();
        await Guest.Dom0.StopAsync();
        await using (RawChannel slow = await ConnectHostileAsync())
        {
            byte[] calls = [.. Enumerable.Range(0, Calls).SelectMany(n => Exec(17, 513u + (uint)(n % 256), "x:y"))];
            Task<bool> asking = slow.WriteAsync(calls, Token).AsTask();
            await Task.WhenAny(asking, Task.Delay(TimeSpan.FromSeconds(1), Token));
            AssertMemoryGrowth(Growth);
            byte[] answers = new byte[Calls * 16];
            Assert.Equal(answers.Length, await slow.ReadFullAsync(answers, Token));
            Assert.True(await asking);
            Assert.All(answers.Chunk(16), answer => Assert.Equal(0x211, answer[0] | (answer[1] << 8)));
        }

        Guest.Dom0.Start();
        await AssertServedEventuallyAsync();
        Assert.Empty(Guest.LogLines("QrexecUnread"));
    }

    [Fact]
    public async Task DaemonThatNeverReads_IsBounded_AndReplaced()
    {
        await StartAsync();
        await Guest.Dom0.StopAsync();
        long sent = 0;
        await using (RawChannel hostile = await ConnectHostileAsync())
        {
            // Every surplus call is answered; the answers are never read. The agent stops reading, then hangs up.
            byte[] burst = [.. Enumerable.Range(0, 256).SelectMany(n => Exec(17, 513u + (uint)n, "x:y"))];
            while (await hostile.WriteAsync(burst, Token))
            {
                sent += burst.Length;
            }

            AssertMemoryGrowth(Growth);
        }

        Guest.Dom0.Start();
        await Guest.Dom0.WaitForHandshakesAsync(2, Token);
        await AssertServedEventuallyAsync();
        AssertMemoryGrowth(Growth);
        Assert.InRange(sent, 1, 10_000_000);
        Assert.Single(Guest.LogLines("QrexecUnread"));
    }

    [Fact]
    public async Task CallerThatNeverReads_StopsItsOwnCallOnly()
    {
        await StartAsync();
        List<Dom0Call> stalled = [];
        for (int i = 0; i < 20; i++)
        {
            Dom0Call call = await Guest.Dom0.BeginAsync(
                $"{GuestUnderTest.User}:cat /dev/zero", cancellationToken: Token);
            Assert.True(await call.OpenAsync(Token));
            stalled.Add(call);
        }

        for (int i = 0; i < 20; i++)
        {
            await AssertServedAsync();
        }

        AssertMemoryGrowth(Growth);
        foreach (Dom0Call call in stalled)
        {
            // The program learns that nobody listens any more, ends, and the port comes back.
            call.Channel.Raw.Close();
            Assert.True(await call.Terminated.WaitAsync(Token));
            await call.DisposeAsync();
        }
    }

    [Fact]
    public async Task ProgramThatNeverReads_StopsItsOwnCallerOnly()
    {
        await StartAsync();
        string fifo = Guest.Directory.MakeFifo("fifo");
        await using Dom0Call call = await Guest.Dom0.BeginAsync(
            $"{GuestUnderTest.User}:read x <{fifo}; exit 4", cancellationToken: Token);
        Assert.True(await call.OpenAsync(Token));
        long sent = 0;
        byte[] piece = new byte[65536];
        using CancellationTokenSource stalled = CancellationTokenSource.CreateLinkedTokenSource(Token);
        stalled.CancelAfter(TimeSpan.FromSeconds(3));
        try
        {
            while (sent < 500_000_000 && await call.WriteAsync(piece, stalled.Token))
            {
                sent += piece.Length;
            }
        }
        catch (OperationCanceledException) when (!Token.IsCancellationRequested)
        {
            // It does not take any more: that is what is wanted.
        }

        Assert.InRange(sent, 0, 60_000_000);
        AssertMemoryGrowth(Growth);
        await AssertServedAsync();
        await File.WriteAllTextAsync(fifo, "go\n", Token);
        call.Channel.Raw.Close();
        Assert.True(await call.Terminated.WaitAsync(Token));
    }

    [Theory]
    [InlineData("cat")]
    [InlineData("while echo x; do :; done")]
    [InlineData("while echo x >&2; do :; done")]
    public async Task CallerThatLeaves_EndsItsCall_ThoughNobodyReads(string command)
    {
        await StartAsync();
        await using Dom0Call call = await Guest.Dom0.BeginAsync(
            $"{GuestUnderTest.User}:{command}", cancellationToken: Token);
        Assert.True(await call.OpenAsync(Token));
        byte[] piece = new byte[65536];
        using CancellationTokenSource stalled = CancellationTokenSource.CreateLinkedTokenSource(Token);
        stalled.CancelAfter(TimeSpan.FromSeconds(1));
        try
        {
            while (await call.WriteAsync(piece, stalled.Token))
            {
            }
        }
        catch (OperationCanceledException) when (!Token.IsCancellationRequested)
        {
            // Every buffer on the way is full.
        }

        call.Channel.Raw.Close();
        Assert.True(await call.Terminated.WaitAsync(Patience.Of(TimeSpan.FromSeconds(20)), Token));
    }

    [Fact]
    public async Task CallersThatSayNothing_AreGivenUp()
    {
        await StartAsync();
        List<Dom0Call> silent = [];
        for (int i = 0; i < 100; i++)
        {
            Dom0Call call = await Guest.Dom0.BeginAsync(
                $"{GuestUnderTest.User}:echo no", cancellationToken: Token);
            _ = await call.AcceptRawAsync(Token);
            silent.Add(call);
        }

        await AssertServedAsync();
        foreach (Dom0Call call in silent)
        {
            Assert.True(await call.Terminated.WaitAsync(Token));
            await call.DisposeAsync();
        }
    }

    // While thousands of hostile calls wait for their time to be up, new ones are turned away.
    private async Task AssertServedEventuallyAsync()
    {
        while (true)
        {
            await using Dom0Call call = await Guest.Dom0.BeginAsync(
                $"{GuestUnderTest.User}:exit 3", cancellationToken: Token);
            Task<CallResult> run = call.RunAsync(default, Token);
            if (await Task.WhenAny(run, call.Terminated) == run || await IsOpenAsync(run))
            {
                Assert.Equal(3, (await run).ExitCode);
                return;
            }
        }
    }

    private static async Task<bool> IsOpenAsync(Task run) =>
        await Task.WhenAny(run, Task.Delay(TimeSpan.FromMilliseconds(100))) == run;
}

using PedOS.Agents.Vchan;
using PedOS.TestKit.Limits;
using PedOS.TestKit.LocalEndpoints;
using Xunit;
using static PedOS.TestKit.Database.WireMessage;

namespace PedOS.Database.Tests.Daemon;

/// <summary>What a client was told is written reaches dom0, although the daemon is told to stop.</summary>
public sealed class StopTests
{
    private const int Limit = 60_000;
    private const int Changes = 300;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [PatientFact(Timeout = Limit)]
    public async Task Stop_WaitsUntilDom0HasEveryChange_AndClosesBetweenMessages()
    {
        await using DaemonBench bench = new();
        await using IVchan dom0 = await bench.SyncAsync();
        await WriteAsync(bench, Changes);
        await bench.StopAsync();
        for (int i = 0; i < Changes; i++)
        {
            Assert.Equal($"1 /k/{i}={i}", (await DaemonBench.ReadAsync(dom0))?.ToString());
            Assert.False(bench.Running.IsCompleted);
            await DaemonBench.SendAsync(dom0, Ok, $"/k/{i}");
        }

        Assert.Null(await DaemonBench.ReadAsync(dom0));
        await bench.Running;
        Assert.False(bench.Log.Says("confirmed"));
    }

    [PatientFact(Timeout = Limit)]
    public async Task Stop_WaitsABoundedTime_ForADom0ThatAnswersNothing_AndSaysWhatMayBeLost()
    {
        await using DaemonBench bench = new();
        await using IVchan dom0 = await bench.SyncAsync();
        await WriteAsync(bench, 3);
        await bench.StopAsync();
        while (bench.Time.Waiting == 0)
        {
            Assert.False(bench.Running.IsCompleted);
            await Task.Delay(1, Token);
        }

        bench.Time.Advance(TimeSpan.FromSeconds(4) - TimeSpan.FromTicks(1));
        Assert.Equal(1, bench.Time.Waiting);
        bench.Time.Advance(TimeSpan.FromTicks(1));
        await bench.Running;
        Assert.True(bench.Log.Says("not confirmed 3 changes"));
    }

    [PatientFact(Timeout = Limit)]
    public async Task Stop_EndsTheClientsFirst_SoThatNobodyIsToldOfAWriteThatComesTooLate()
    {
        await using DaemonBench bench = new();
        await using IVchan dom0 = await bench.SyncAsync();
        await WriteAsync(bench, 1);
        await using MemoryConnection client = bench.Connect();
        Assert.Equal("8 /a", await DaemonBench.AskAsync(client, Read, "/a"));
        await bench.StopAsync();
        Assert.Equal(0, await client.ReadAsync(new byte[1], Token));
        Assert.False(bench.Running.IsCompleted);
        Assert.Equal("1 /k/0=0", (await DaemonBench.ReadAsync(dom0))?.ToString());
        await DaemonBench.SendAsync(dom0, Ok, "/k/0");
        Assert.Null(await DaemonBench.ReadAsync(dom0));
        await bench.Running;
    }

    [PatientFact(Timeout = Limit)]
    public async Task Stop_DoesNotWait_WhereNothingIsOpen_OrDom0IsNotThere()
    {
        await using (DaemonBench idle = new())
        {
            await using IVchan dom0 = await idle.SyncAsync(("/a", "1"));
            await idle.StopAsync();
            await idle.Running.WaitAsync(Token);
        }

        await using DaemonBench alone = new();
        IVchan left = await alone.SyncAsync();
        await left.DisposeAsync();
        while (!alone.Log.Says("closed the channel"))
        {
            await Task.Delay(1, Token);
        }

        await WriteAsync(alone, 2);
        await alone.StopAsync();
        await alone.Running.WaitAsync(Token);
        Assert.True(alone.Log.Says("not confirmed 2 changes"));
    }

    [PatientFact(Timeout = Limit)]
    public async Task Stop_BeforeTheFirstSync_IsAtOnce()
    {
        await using (DaemonBench waiting = new())
        {
            await waiting.StopAsync();
            await waiting.Running.WaitAsync(Token);
        }

        await using DaemonBench asked = new();
        await using IVchan dom0 = await asked.AcceptAsync();
        await asked.StopAsync();
        await asked.Running.WaitAsync(Token);
        Assert.Null(await DaemonBench.ReadAsync(dom0));
    }

    [PatientFact(Timeout = Limit)]
    public async Task Stop_DuringTheSyncAfterALoss_WaitsUntilDom0HasWhatItMissed()
    {
        await using DaemonBench bench = new();
        IVchan lost = await bench.SyncAsync();
        await lost.DisposeAsync();
        await using IVchan dom0 = await bench.AcceptAsync();
        await WriteAsync(bench, 1);
        await bench.StopAsync();
        await dom0.WriteAsync(DaemonBench.Sync(("/theirs", "1")), Token);
        Assert.Equal("1 /k/0=0", (await DaemonBench.ReadAsync(dom0))?.ToString());
        Assert.False(bench.Running.IsCompleted);
        await DaemonBench.SendAsync(dom0, Ok, "/k/0");
        Assert.Null(await DaemonBench.ReadAsync(dom0));
        await bench.Running;
    }

    private static async Task WriteAsync(DaemonBench bench, int changes)
    {
        await using MemoryConnection client = bench.Connect();
        for (int i = 0; i < changes; i++)
        {
            Assert.Equal($"7 /k/{i}", await DaemonBench.AskAsync(client, Write, $"/k/{i}", $"{i}"));
        }
    }
}

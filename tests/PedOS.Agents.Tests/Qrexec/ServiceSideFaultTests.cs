using System.Text;
using PedOS.Agents.Vchan;
using PedOS.TestKit.Limits;
using PedOS.TestKit.Processes;
using PedOS.TestKit.Vchan;
using Xunit;

namespace PedOS.Agents.Tests.Qrexec;

/// <summary>The service side when its channel breaks after any byte, or stops moving.</summary>
public sealed class ServiceSideFaultTests
{
    private const int Limit = 60_000;

    // HELLO 12, stdout 8+5, stderr 8+4, two ends 8+8, exit code 8+4.
    private const int BytesOut = 65;

    // HELLO 12, stdin 8+5 and its end 8.
    private const int BytesIn = 33;
    private const int Hello = 12;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [PatientFact(Timeout = Limit)]
    public async Task Cut_AfterEachByteSent_EndsTheCall_AndTheProgramsStreams()
    {
        for (int cut = 0; cut <= BytesOut; cut++)
        {
            await using ServiceBench? bench = await ServiceBench.TryStartAsync(
                disturb: vchan => new CuttingVchan(vchan, writeLimit: cut));
            Assert.Equal(cut >= Hello, bench is not null);
            if (bench is null)
            {
                continue;
            }

            _ = await bench.Process.Stdout.WriteAsync(Encoding.ASCII.GetBytes("hello"), Token);
            _ = await bench.Process.Stderr.WriteAsync(Encoding.ASCII.GetBytes("oops"), Token);
            await SendUnlessCutAsync(bench);
            bench.Process.ExitAndClose(3);
            Assert.Equal(cut < BytesOut ? null : 3, await bench.Served.WaitAsync(Token));
            await bench.Process.Disposed.WaitAsync(Token);
            await bench.Heard.ListenAsync(bench.Caller, Token);
            Assert.Equal(cut < BytesOut ? null : 3, bench.Heard.ExitCode);
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task Cut_AfterEachByteReceived_GivesTheProgramWhatCame_AndItsEnd()
    {
        for (int cut = 0; cut < Hello; cut++)
        {
            Assert.Null(await ServiceBench.TryStartAsync(disturb: vchan => new CuttingVchan(vchan, readLimit: cut)));
        }

        // The end right after the HELLO may come before the caller has read ours.
        for (int cut = Hello + 1; cut <= BytesIn; cut++)
        {
            await using ServiceBench bench = await ServiceBench.StartAsync(
                disturb: vchan => new CuttingVchan(vchan, readLimit: cut));

            await SendUnlessCutAsync(bench, Encoding.ASCII.GetBytes("input"));
            await SendUnlessCutAsync(bench);
            byte[] told = await bench.ReadInputAsync();
            Assert.Equal(cut < Hello + 13 ? string.Empty : "input", Encoding.ASCII.GetString(told));
            bench.Process.ExitAndClose(0);
            _ = await bench.Served.WaitAsync(Token);
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task Stall_AfterEachByteSent_HoldsTheCall_AndLosesNothing()
    {
        for (int stall = Hello; stall < BytesOut; stall++)
        {
            StallingVchan? stalling = null;
            await using ServiceBench bench = await ServiceBench.StartAsync(
                disturb: vchan => stalling = new StallingVchan(vchan, readLimit: long.MaxValue, writeLimit: stall));
            _ = await bench.Process.Stdout.WriteAsync(Encoding.ASCII.GetBytes("hello"), Token);
            _ = await bench.Process.Stderr.WriteAsync(Encoding.ASCII.GetBytes("oops"), Token);
            await SendUnlessCutAsync(bench);
            bench.Process.ExitAndClose(3);
            await stalling!.Stalled.WaitAsync(Token);
            Assert.False(bench.Served.IsCompleted);
            stalling.Resume();
            Assert.Equal(3, await bench.Served.WaitAsync(Token));
            await bench.Heard.ListenAsync(bench.Caller, Token);
            Assert.Equal("hello", Encoding.ASCII.GetString(bench.Heard.Output));
            Assert.Equal("oops", Encoding.ASCII.GetString(bench.Heard.Error));
            Assert.Equal(3, bench.Heard.ExitCode);
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task CallerThatDoesNotRead_HoldsTheProgramBack_NotItsInput()
    {
        StallingVchan? stalling = null;
        await using ServiceBench bench = await ServiceBench.StartAsync(
            disturb: vchan => stalling = new StallingVchan(vchan, readLimit: long.MaxValue, writeLimit: 1000),
            process: new FakeProcess(pipeSize: 4096));
        Task<bool> writing = bench.Process.Stdout.WriteAsync(new byte[1 << 20], Token).AsTask();
        await stalling!.Stalled.WaitAsync(Token);
        Task<byte[]> told = bench.ReadInputAsync();
        await bench.SendAsync(new byte[50_000]);
        await bench.SendAsync();
        Assert.Equal(50_000, (await told).Length);
        Assert.False(writing.IsCompleted);
        stalling.Resume();
        Task hearing = bench.Heard.ListenAsync(bench.Caller, Token);
        Assert.True(await writing);
        bench.Process.ExitAndClose(0);
        Assert.Equal(0, await bench.Served);
        await hearing;
        Assert.Equal(1 << 20, bench.Heard.Output.Length);
    }

    [PatientFact(Timeout = Limit)]
    public async Task CallerThatLeavesDuringAStall_EndsTheCall()
    {
        StallingVchan? stalling = null;
        await using ServiceBench bench = await ServiceBench.StartAsync(
            disturb: vchan => stalling = new StallingVchan(vchan, readLimit: long.MaxValue, writeLimit: 1000));
        Task<bool> writing = bench.Process.Stdout.WriteAsync(new byte[1 << 20], Token).AsTask();
        await stalling!.Stalled.WaitAsync(Token);
        await bench.Caller.DisposeAsync();
        await bench.Process.Disposed.WaitAsync(Token);
        Assert.False(await writing);
        bench.Process.Exit(0);
        Assert.Null(await bench.Served.WaitAsync(Token));
    }

    // The caller hears of a cut at once, and may hear of it before it has said everything.
    private static async Task SendUnlessCutAsync(ServiceBench bench, byte[]? input = null)
    {
        try
        {
            await bench.SendAsync(input ?? []);
        }
        catch (VchanClosedException)
        {
            // What the service side does of the cut is looked at by the test.
        }
    }
}

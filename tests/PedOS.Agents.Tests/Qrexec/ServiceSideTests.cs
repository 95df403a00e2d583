using System.Text;
using PedOS.Agents.Qrexec;
using PedOS.Protocols.Qrexec;
using PedOS.TestKit.Limits;
using PedOS.TestKit.Processes;
using Xunit;

namespace PedOS.Agents.Tests.Qrexec;

/// <summary>The service side: in which order everything ends, and that the caller has it.</summary>
public sealed class ServiceSideTests
{
    private const int Limit = 60_000;

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>o and e: the program closes an output; x: it exits.</summary>
    [PatientTheory(Timeout = Limit)]
    [InlineData("oex", "oex3")]
    [InlineData("eox", "eox3")]
    [InlineData("oxe", "oex3")]
    [InlineData("exo", "eox3")]
    [InlineData("xoe", "oex3")]
    [InlineData("xeo", "eox3")]
    public async Task ExitCode_IsLast_HoweverTheProgramEnds(string events, string heard)
    {
        await using ServiceBench bench = await ServiceBench.StartAsync();
        await bench.SendAsync();
        string ends = string.Empty;
        foreach (char e in events)
        {
            switch (e)
            {
                case 'o':
                    bench.Process.Stdout.Complete();
                    break;
                case 'e':
                    bench.Process.Stderr.Complete();
                    break;
                default:
                    bench.Process.Exit(3);
                    break;
            }

            if (e == 'x' && ends.Length < 2)
            {
                // Whoever holds an output goes on writing: all of that comes before the exit code.
                await WriteOnAsync(bench, toOutput: !ends.Contains('o', StringComparison.Ordinal));
            }

            ends += e == 'x' ? string.Empty : e;
            await bench.HearAsync(ends.Length == 2 && bench.Process.Exited.IsCompleted ? heard : ends);
        }

        await bench.HearAsync(heard);
        Assert.Equal(3, await bench.Served);
        Assert.False(await bench.Heard.ListenAsync(bench.Caller, _ => false, Token));
        Assert.Equal(heard, bench.Heard.Ends);
    }

    [PatientTheory(Timeout = Limit)]
    [InlineData(CallIsOver.AtBothEofs, "si")]
    [InlineData(CallIsOver.AtBothEofs, "is")]
    [InlineData(CallIsOver.AtCallerEof, "i")]
    [InlineData(CallIsOver.AtServiceEof, "s")]
    public async Task SocketService_IsOver_WhenItsRuleSays(CallIsOver rule, string events)
    {
        await using ServiceBench bench = await ServiceBench.StartAsync(rule, process: new FakeProcess(hasError: false));
        await bench.HearAsync("e");
        for (int i = 0; i < events.Length; i++)
        {
            Assert.False(bench.Served.IsCompleted);
            Assert.Equal(0, bench.Time.Waiting);
            if (events[i] == 's')
            {
                bench.Process.Stdout.Complete();
                await bench.HearAsync(i == events.Length - 1 ? "eox0" : "eo");
            }
            else
            {
                await bench.SendAsync();
                Assert.Empty(await bench.ReadInputAsync());
            }
        }

        await bench.HearAsync("eox0");
        if (!events.Contains('i', StringComparison.Ordinal))
        {
            await bench.UntilPartingAsync();
            await bench.SendAsync();
        }

        Assert.Equal(0, await bench.Served);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Streams_AreCarriedWhole_InPiecesOfEverySize()
    {
        byte[] input = Bytes(50_000, 1), output = Bytes(50_000, 2), error = Bytes(9_000, 3);
        foreach (int size in (int[])[1, 2, 3, 7, 8, 9, 11, 12, 13, 255, 4095, 4096, 4097, 65535])
        {
            await using ServiceBench bench = await ServiceBench.StartAsync(
                disturb: vchan => TestKit.Vchan.ChunkingVchan.Every(vchan, size));
            await CarryAsync(bench, input, output, error);
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task Streams_AreCarriedWhole_InPiecesOfAnySize()
    {
        byte[] input = Bytes(50_000, 1), output = Bytes(50_000, 2), error = Bytes(9_000, 3);
        for (int seed = 0; seed < 20; seed++)
        {
            await using ServiceBench bench = await ServiceBench.StartAsync(
                disturb: vchan => TestKit.Vchan.ChunkingVchan.Shuffled(vchan, seed, 3000));
            await CarryAsync(bench, input, output, error);
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task CallerThatStillSends_KeepsItsChannel_UntilItHasTheExitCode()
    {
        await using ServiceBench bench = await ServiceBench.StartAsync();
        await bench.Process.Stdout.WriteAsync(Bytes(1000, 1), Token);
        await bench.SendAsync(1, 2, 3);
        bench.Process.ExitAndClose(3);

        // The caller reads nothing yet and goes on sending, to a program that is gone.
        await bench.UntilPartingAsync();
        await bench.SendAsync(4, 5, 6);
        await bench.SendAsync(new byte[60_000]);
        Assert.False(bench.Served.IsCompleted);
        _ = await bench.Heard.ListenAsync(bench.Caller, static heard => heard.ExitCode is not null, Token);
        Assert.Equal(3, bench.Heard.ExitCode);
        Assert.Equal(Bytes(1000, 1), bench.Heard.Output);
        Assert.False(bench.Served.IsCompleted);
        await bench.SendAsync();
        Assert.Equal(3, await bench.Served);
    }

    [PatientFact(Timeout = Limit)]
    public async Task CallerThatHangsUp_IsNotWaitedFor()
    {
        await using ServiceBench bench = await ServiceBench.StartAsync();
        bench.Process.ExitAndClose(3);
        await bench.UntilPartingAsync();
        await bench.Caller.DisposeAsync();
        Assert.Equal(3, await bench.Served);
    }

    [PatientFact(Timeout = Limit)]
    public async Task CallerThatKeepsSilent_IsWaitedForABoundedTime()
    {
        await using ServiceBench bench = await ServiceBench.StartAsync();
        bench.Process.ExitAndClose(3);
        await bench.UntilPartingAsync();
        bench.Time.Advance(Farewell - TimeSpan.FromTicks(1));
        Assert.Equal(1, bench.Time.Waiting);
        bench.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(3, await bench.Served);
    }

    [PatientFact(Timeout = Limit)]
    public async Task CallerThatHasEndedItsInput_IsNotWaitedFor()
    {
        await using ServiceBench bench = await ServiceBench.StartAsync();
        await bench.SendAsync();
        Assert.Empty(await bench.ReadInputAsync());
        bench.Process.ExitAndClose(3);
        Assert.Equal(3, await bench.Served);
        Assert.Equal(0, bench.Time.Waiting);
    }

    [PatientFact(Timeout = Limit)]
    public async Task CallerThatLeaves_ClosesTheProgramsStreams_AndItsEndIsWaitedFor()
    {
        await using ServiceBench bench = await ServiceBench.StartAsync();
        await bench.Caller.DisposeAsync();
        await bench.Process.Disposed.WaitAsync(Token);
        Assert.Empty(await bench.ReadInputAsync());
        Assert.False(bench.Served.IsCompleted);
        bench.Process.Exit(7);
        Assert.Null(await bench.Served);
    }

    [PatientFact(Timeout = Limit)]
    public async Task CallerThatLeaves_FreesAProgramThatNeitherReadsNorEnds()
    {
        await using ServiceBench bench = await ServiceBench.StartAsync(process: new FakeProcess(pipeSize: 4096));
        Task<bool> writing = bench.Process.Stdout.WriteAsync(new byte[1 << 20], Token).AsTask();
        await bench.SendAsync(new byte[10_000]);
        Assert.False(writing.IsCompleted);
        await bench.Caller.DisposeAsync();
        Assert.False(await writing);
        bench.Process.Exit(141);
        Assert.Null(await bench.Served);
    }

    [PatientFact(Timeout = Limit)]
    public async Task ProgramThatStopsReading_DoesNotStopItsCall()
    {
        await using ServiceBench bench = await ServiceBench.StartAsync();
        bench.Process.Stdin.CloseReader();
        for (int i = 0; i < 10; i++)
        {
            await bench.SendAsync(new byte[60_000]);
        }

        await bench.Process.Stdout.WriteAsync(Encoding.ASCII.GetBytes("done"), Token);
        await bench.SendAsync();
        bench.Process.ExitAndClose(0);
        Assert.Equal(0, await bench.Served);
        await bench.Heard.ListenAsync(bench.Caller, Token);
        Assert.Equal("done", Encoding.ASCII.GetString(bench.Heard.Output));
    }

    [PatientFact(Timeout = Limit)]
    public async Task CallerThatBreaksTheProtocol_EndsItsCall()
    {
        await using ServiceBench bench = await ServiceBench.StartAsync();
        await bench.Caller.SendFramesAsync(MessageFrame.Build(MessageType.JustExec, [1]), Token);
        await bench.Process.Disposed.WaitAsync(Token);
        bench.Process.Exit(0);
        Assert.Null(await bench.Served);
        Assert.True(bench.Log.Says("broke the protocol"));
    }

    private static async Task CarryAsync(ServiceBench bench, byte[] input, byte[] output, byte[] error)
    {
        Task speaking = SpeakAsync();
        Task<byte[]> told = bench.ReadInputAsync();
        Task hearing = bench.Heard.ListenAsync(bench.Caller, heard => heard.ExitCode is not null, Token);
        foreach (byte[] part in input.Chunk(9000))
        {
            await bench.SendAsync(part);
        }

        await bench.SendAsync();
        Assert.Equal(input, await told);
        await speaking;
        bench.Process.ExitAndClose(5);
        Assert.Equal(5, await bench.Served);
        await hearing;
        Assert.Equal(output, bench.Heard.Output);
        Assert.Equal(error, bench.Heard.Error);
        Assert.EndsWith("x5", bench.Heard.Ends, StringComparison.Ordinal);

        async Task SpeakAsync()
        {
            _ = await bench.Process.Stdout.WriteAsync(output, Token);
            _ = await bench.Process.Stderr.WriteAsync(error, Token);
        }
    }

    private static byte[] Bytes(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static async Task WriteOnAsync(ServiceBench bench, bool toOutput)
    {
        MemoryPipe source = toOutput ? bench.Process.Stdout : bench.Process.Stderr;
        for (int i = 1; i <= 50; i++)
        {
            await source.WriteAsync(new byte[] { (byte)i }, Token);
            _ = await bench.Heard.ListenAsync(
                bench.Caller, heard => (toOutput ? heard.Output : heard.Error).Length == i, Token);
            Assert.Null(bench.Heard.ExitCode);
        }
    }
}

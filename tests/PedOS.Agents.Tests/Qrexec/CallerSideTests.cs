using System.Text;
using PedOS.Agents.Vchan;
using PedOS.Protocols.Qrexec;
using PedOS.TestKit.Limits;
using PedOS.TestKit.Vchan;
using Xunit;

namespace PedOS.Agents.Tests.Qrexec;

/// <summary>The caller's side: what it sends, in which order, and that it learns how its call ended.</summary>
public sealed class CallerSideTests
{
    private const int Limit = 60_000;
    private const int Hello = 12;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [PatientFact(Timeout = Limit)]
    public async Task Call_SendsPrefixInputAndItsEnd_AndBringsEverythingBack()
    {
        await using CallerBench bench = await CallerBench.StartAsync(Ascii("prefix;"));
        _ = await bench.Input.WriteAsync(Ascii("input"), Token);
        bench.Input.Complete();
        Assert.True(await bench.Heard.ListenAsync(bench.Service, heard => heard.Ends == "i", Token));
        Assert.Equal("prefix;input", Text(bench.Heard.Input));
        await bench.SendAsync(MessageType.DataStdout, Ascii("out"));
        await bench.SendAsync(MessageType.DataStderr, Ascii("err"));
        await bench.ExitAsync(7);
        Assert.Equal(7, await bench.Called);
        Assert.Equal("out", Text(await CallerBench.ReadAsync(bench.Output)));
        Assert.Equal(3, bench.Error.Ready);
        Assert.False(await bench.Heard.ListenAsync(bench.Service, static _ => false, Token));
        Assert.Equal("i", bench.Heard.Ends);
    }

    [PatientFact(Timeout = Limit)]
    public async Task ExitCode_EndsTheCall_AndTheServiceIsToldThatNoMoreComes()
    {
        await using CallerBench bench = await CallerBench.StartAsync();
        _ = await bench.Input.WriteAsync(Ascii("half"), Token);
        Assert.True(await bench.Heard.ListenAsync(bench.Service, heard => heard.Input.Length == 4, Token));
        await bench.ExitAsync(0);
        Assert.False(await bench.Heard.ListenAsync(bench.Service, static _ => false, Token));
        Assert.Equal("i", bench.Heard.Ends);
        Assert.Equal(0, await bench.Called);
    }

    [PatientFact(Timeout = Limit)]
    public async Task ServiceThatLeavesWithoutExitCode_IsALostConnection()
    {
        await using CallerBench bench = await CallerBench.StartAsync();
        await bench.SendAsync(MessageType.DataStdout, Ascii("out"));
        await bench.Service.DisposeAsync();
        Assert.Equal(QrexecAbi.QREXEC_EXIT_CONNECTION_LOST, await bench.Called);
        Assert.Equal("out", Text(await CallerBench.ReadAsync(bench.Output)));
    }

    [PatientFact(Timeout = Limit)]
    public async Task ServiceThatDoesNotRead_IsHeardAllTheSame()
    {
        await using CallerBench bench = await CallerBench.StartAsync();
        Task feeding = FeedAsync(bench, 1 << 20);
        await bench.SendAsync(MessageType.DataStdout, new byte[50_000]);
        await bench.ExitAsync(9);

        // Its ring is full to the end: what ends the input cannot be sent either, and is given up.
        Assert.Equal(9, await bench.Called);
        Assert.Equal(50_000, (await CallerBench.ReadAsync(bench.Output)).Length);
        bench.Input.Dispose();
        await feeding;
    }

    [PatientFact(Timeout = Limit)]
    public async Task OutputThatNobodyReads_DoesNotHideTheExitCode()
    {
        await using CallerBench bench = await CallerBench.StartAsync();
        bench.Output.CloseReader();
        for (int i = 0; i < 20; i++)
        {
            await bench.SendAsync(MessageType.DataStdout, new byte[60_000]);
        }

        await bench.ExitAsync(5);
        Assert.Equal(5, await bench.Called);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Filter_ReplacesControlCharacters_InBothStreams()
    {
        await using CallerBench bench = await CallerBench.StartAsync(filter: true);
        await bench.SendAsync(MessageType.DataStdout, Ascii("a\u001b[2Jb\n"));
        await bench.SendAsync(MessageType.DataStderr, Ascii("c\u001b]0;d\n"));
        await bench.ExitAsync(0);
        Assert.Equal(0, await bench.Called);
        Assert.Equal("a_[2Jb\n", Text(await CallerBench.ReadAsync(bench.Output)));
        bench.Error.Complete();
        Assert.Equal("c_]0;d\n", Text(await CallerBench.ReadAsync(bench.Error)));
    }

    [PatientFact(Timeout = Limit)]
    public async Task ServiceThatBreaksTheProtocol_EndsTheCall()
    {
        await using CallerBench bench = await CallerBench.StartAsync();
        await bench.SendAsync(MessageType.ExecCmdline, 1);
        Assert.Equal(QrexecAbi.QREXEC_EXIT_CONNECTION_LOST, await bench.Called);
        Assert.True(bench.Log.Says("broke the protocol"));
    }

    [PatientFact(Timeout = Limit)]
    public async Task Cut_AfterEachByteReceived_IsALostConnection_UnlessTheExitCodeWasThere()
    {
        // HELLO 12, output 8+3, two ends 8+8, exit code 8+4.
        const int All = Hello + 11 + 16 + 12;
        // The end right after the HELLO may come before the service has read ours.
        for (int cut = Hello + 1; cut <= All; cut++)
        {
            await using CallerBench bench = await CallerBench.StartAsync(
                disturb: vchan => new CuttingVchan(vchan, readLimit: cut));
            Task sending = SendAllAsync(bench);
            Assert.Equal(cut < All ? QrexecAbi.QREXEC_EXIT_CONNECTION_LOST : 6, await bench.Called.WaitAsync(Token));
            byte[] output = await CallerBench.ReadAsync(bench.Output);
            Assert.Equal(cut < Hello + 11 ? string.Empty : "out", Text(output));
            await sending;
        }

        static async Task SendAllAsync(CallerBench bench)
        {
            try
            {
                await bench.SendAsync(MessageType.DataStdout, Ascii("out"));
                await bench.ExitAsync(6);
            }
            catch (VchanClosedException)
            {
                // The cut came first.
            }
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task Cut_AfterEachByteSent_EndsTheCall()
    {
        // HELLO 12, input 8+5, its end 8.
        for (int cut = Hello; cut <= Hello + 21; cut++)
        {
            await using CallerBench bench = await CallerBench.StartAsync(
                disturb: vchan => new CuttingVchan(vchan, writeLimit: cut));
            _ = await bench.Input.WriteAsync(Ascii("input"), Token);
            bench.Input.Complete();
            bool isWhole = await bench.Heard.ListenAsync(bench.Service, heard => heard.Ends == "i", Token);
            Assert.Equal(cut == Hello + 21, isWhole);

            // An aborted channel may take along what was on its way; never a part of a message.
            string[] possible = cut < Hello + 13 ? [string.Empty] : [string.Empty, "input"];
            Assert.Contains(Text(bench.Heard.Input), possible);
            await bench.Service.DisposeAsync();
            Assert.Equal(QrexecAbi.QREXEC_EXIT_CONNECTION_LOST, await bench.Called.WaitAsync(Token));
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task Stall_AfterEachByteSent_HoldsTheInput_AndLosesNothing()
    {
        // HELLO 12, input 8+5, its end 8.
        for (int stall = Hello; stall < Hello + 21; stall++)
        {
            StallingVchan? stalling = null;
            await using CallerBench bench = await CallerBench.StartAsync(
                disturb: vchan => stalling = new StallingVchan(vchan, readLimit: long.MaxValue, writeLimit: stall));
            _ = await bench.Input.WriteAsync(Ascii("input"), Token);
            bench.Input.Complete();
            await stalling!.Stalled.WaitAsync(Token);

            // What the service says comes all the same.
            await bench.SendAsync(MessageType.DataStdout, Ascii("out"));
            byte[] told = new byte[3];
            Assert.Equal(3, await bench.Output.ReadAsync(told, Token));
            Assert.False(bench.Called.IsCompleted);
            stalling.Resume();
            Assert.True(await bench.Heard.ListenAsync(bench.Service, heard => heard.Ends == "i", Token));
            Assert.Equal("input", Text(bench.Heard.Input));
            await bench.ExitAsync(4);
            Assert.Equal(4, await bench.Called.WaitAsync(Token));
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task Stall_AfterEachByteReceived_HoldsTheCall_AndLosesNothing()
    {
        // HELLO 12, output 8+3, two ends 8+8, exit code 8+4.
        for (int stall = Hello; stall < Hello + 39; stall++)
        {
            StallingVchan? stalling = null;
            await using CallerBench bench = await CallerBench.StartAsync(
                disturb: vchan => stalling = new StallingVchan(vchan, readLimit: stall, writeLimit: long.MaxValue));
            await bench.SendAsync(MessageType.DataStdout, Ascii("out"));
            await bench.ExitAsync(6);
            await stalling!.Stalled.WaitAsync(Token);

            // What it is fed with goes out all the same.
            _ = await bench.Input.WriteAsync(Ascii("input"), Token);
            Assert.True(await bench.Heard.ListenAsync(bench.Service, heard => heard.Input.Length == 5, Token));
            Assert.False(bench.Called.IsCompleted);
            stalling.Resume();
            Assert.Equal(6, await bench.Called.WaitAsync(Token));
            Assert.Equal("out", Text(await CallerBench.ReadAsync(bench.Output)));
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task ServiceThatLeavesDuringAStall_EndsTheCall()
    {
        StallingVchan? stalling = null;
        await using CallerBench bench = await CallerBench.StartAsync(
            disturb: vchan => stalling = new StallingVchan(vchan, readLimit: long.MaxValue, writeLimit: Hello + 10));
        _ = await bench.Input.WriteAsync(Ascii("input"), Token);
        await stalling!.Stalled.WaitAsync(Token);
        await bench.Service.DisposeAsync();
        Assert.Equal(QrexecAbi.QREXEC_EXIT_CONNECTION_LOST, await bench.Called.WaitAsync(Token));
    }

    [PatientFact(Timeout = Limit)]
    public async Task Call_IsCarriedWhole_InPiecesOfAnySize()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            await using CallerBench bench = await CallerBench.StartAsync(
                disturb: vchan => ChunkingVchan.Shuffled(vchan, seed, 500));
            Task feeding = FeedAsync(bench, 40_000);
            Task<byte[]> output = CallerBench.ReadAsync(bench.Output);
            await bench.SendAsync(MessageType.DataStdout, new byte[30_000]);
            Assert.True(await bench.Heard.ListenAsync(bench.Service, heard => heard.Ends == "i", Token));
            Assert.Equal(40_000, bench.Heard.Input.Length);
            await bench.ExitAsync(seed);
            Assert.Equal(seed, await bench.Called);
            Assert.Equal(30_000, (await output).Length);
            await feeding;
        }
    }

    private static async Task FeedAsync(CallerBench bench, int length)
    {
        _ = await bench.Input.WriteAsync(new byte[length], Token);
        bench.Input.Complete();
    }

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    private static string Text(byte[] bytes) => Encoding.ASCII.GetString(bytes);
}

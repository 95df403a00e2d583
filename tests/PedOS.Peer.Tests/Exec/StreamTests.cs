using PedOS.Protocols.Qrexec;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.RawVchan;
using Xunit;

namespace PedOS.Peer.Tests.Exec;

public sealed class StreamTests(SharedGuest shared) : PeerTest(shared), IClassFixture<SharedGuest>
{
    [Fact]
    public async Task ExitCode_Comes_WithoutAnEndOfInput()
    {
        await using Dom0Call call = await BeginAsync("echo done");
        CallResult result = await call.ReadToEndAsync(null, Token);
        Assert.Equal((0, "done\n"), (result.ExitCode, result.OutputText));
    }

    [Fact]
    public async Task CallerThatStillSends_AfterTheProgramsEnd_LosesNeitherOutputNorExitCode()
    {
        await using Dom0Call call = await BeginAsync("head -c 100000 /dev/zero; exit 3");
        for (int i = 0; i < 50; i++)
        {
            // A write into a closed channel would end a caller of the original, and with it what it has not read.
            Assert.True(await call.WriteAsync("more", Token));
            await Task.Delay(10, Token);
        }

        CallResult result = await call.ReadToEndAsync(null, Token);
        Assert.Equal((3, 100_000), (result.ExitCode, result.Output.Length));
    }

    [Fact]
    public async Task Output_ComesWhileTheProgramRuns()
    {
        await using Dom0Call call = await BeginAsync("cat");
        foreach (string text in new[] { "first\n", "second\n", "third\n" })
        {
            _ = await call.WriteAsync(text, Token);
            Assert.Equal(text, await call.ReadTextAsync(text, Token));
        }

        await call.EndInputAsync(Token);
        Assert.Equal(0, (await call.ReadToEndAsync(null, Token)).ExitCode);
    }

    [Fact]
    public async Task EndOfEachOutput_ComesWhenTheProgramClosesIt()
    {
        await using Dom0Call call = await BeginAsync(
            "echo a; exec >&-; read x; echo b >&2; exec 2>&-; read code; exit $code");
        Assert.Equal("a\n", await call.ReadTextAsync("a\n", Token));
        await ExpectAsync(call, MessageType.DataStdout, []);
        _ = await call.WriteAsync("\n", Token);
        Assert.Equal("b\n", await call.ReadTextAsync(MessageType.DataStderr, "b\n", Token));
        await ExpectAsync(call, MessageType.DataStderr, []);
        _ = await call.WriteAsync("42\n", Token);
        await ExpectAsync(call, MessageType.DataExitCode, [42, 0, 0, 0]);
        Assert.Null(await call.ReadAsync(Token));
    }

    [Fact]
    public async Task Call_LastsUntilAGrandchildClosesTheOutput_AndInputIsClosedWithTheProgram()
    {
        await StartAsync();
        string fifo = MakeFifo();
        await using Dom0Call call = await OpenAsync(
            $"exec 3<&0; (cat <&3 >/dev/null; echo input ended; read x <{fifo}; echo last words) & exit 42");

        // Nobody ended the input: it is closed because the program has exited.
        Assert.Equal("input ended\n", await call.ReadTextAsync("input ended\n", Token));
        Assert.False(call.Terminated.IsCompleted);
        await File.WriteAllTextAsync(fifo, "go\n", Token);
        CallResult result = await call.ReadToEndAsync(null, Token);
        Assert.Equal((42, "last words\n"), (result.ExitCode, result.OutputText));
    }

    [Fact]
    public async Task Input_IsDiscarded_WhenTheProgramHasClosedIt()
    {
        await StartAsync();
        string fifo = MakeFifo();
        await using Dom0Call call = await OpenAsync($"exec </dev/null; echo closed; read x <{fifo}; echo still here");
        Assert.Equal("closed\n", await call.ReadTextAsync("closed\n", Token));

        // More than any buffer on the way: it gets through only because somebody reads and drops it.
        Assert.True(await call.WriteAsync(new byte[4_000_000], Token));
        await call.EndInputAsync(Token);
        await File.WriteAllTextAsync(fifo, "go\n", Token);
        CallResult result = await call.ReadToEndAsync(null, Token);
        Assert.Equal((0, "still here\n"), (result.ExitCode, result.OutputText));
    }

    [Fact]
    public async Task Input_IsDiscarded_AfterItsEnd()
    {
        await StartAsync();
        string fifo = MakeFifo();
        await using Dom0Call call = await OpenAsync($"cat; read x <{fifo}; echo ok");
        _ = await call.WriteAsync("one", Token);
        await call.EndInputAsync(Token);
        Assert.Equal("one", await call.ReadTextAsync("one", Token));
        Assert.True(await call.WriteAsync("two", Token));
        await File.WriteAllTextAsync(fifo, "go\n", Token);
        CallResult result = await call.ReadToEndAsync(null, Token);
        Assert.Equal((0, "ok\n"), (result.ExitCode, result.OutputText));
    }

    [Fact]
    public async Task Input_IsBuffered_WhileTheProgramDoesNotRead()
    {
        await StartAsync();
        string fifo = MakeFifo();
        byte[] input = new byte[256 * 1024];
        new Random(3).NextBytes(input);
        await using Dom0Call call = await OpenAsync($"read x <{fifo}; cat");
        Task feed = FeedAsync(call, input);
        await File.WriteAllTextAsync(fifo, "go\n", Token);
        CallResult result = await call.ReadToEndAsync(null, Token);
        await feed;
        Assert.Equal(input, result.Output);
    }

    [Fact]
    public async Task BothOutputs_ArriveWhole_WhenTheyAreWrittenTogether()
    {
        await StartAsync();
        CallResult result = await Guest.ShellAsync(
            "head -c 700000 /dev/zero | tr '\\0' e >&2 & head -c 800000 /dev/zero | tr '\\0' o; wait",
            cancellationToken: Token);
        Assert.Equal(new string('o', 800_000), result.OutputText);
        Assert.Equal(new string('e', 700_000), result.ErrorText);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Program_IsNotKilled_WhenTheCallerGoesAway()
    {
        await StartAsync();
        string fifo = MakeFifo();
        string proof = Guest.Directory.PathOf("proof");
        await using Dom0Call call = await OpenAsync($"echo started; read x <{fifo}; echo survived >{proof}");
        Assert.Equal("started\n", await call.ReadTextAsync("started\n", Token));
        call.Channel.Raw.Close();

        await File.WriteAllTextAsync(fifo, "go\n", Token);
        Assert.True(await call.Terminated.WaitAsync(Token));
        Assert.Equal("survived\n", await File.ReadAllTextAsync(proof, Token));
    }

    [Fact]
    public async Task Program_MayAskToAnswerOnItsInputSocket()
    {
        await using Dom0Call call = await BeginAsync(
            "kill -USR1 $QREXEC_AGENT_PID; echo hello >&0; read x; echo \"got $x\" >&0");
        Assert.Equal("hello\n", await call.ReadTextAsync("hello\n", Token));
        _ = await call.WriteAsync("it\n", Token);
        await call.EndInputAsync(Token);
        CallResult result = await call.ReadToEndAsync(null, Token);
        Assert.Equal((0, "got it\n"), (result.ExitCode, result.OutputText));
    }

    [Fact]
    public async Task StreamsOfAService_AreReadAsTheyCome_WhateverTheirPieces()
    {
        await using Dom0Call call = await BeginAsync("cat");
        byte[] message = [0x90, 1, 0, 0, 5, 0, 0, 0, .. "hello"u8, 0x90, 1, 0, 0, 0, 0, 0, 0];
        foreach (byte b in message)
        {
            Assert.True(await call.Channel.Raw.WriteAsync(new[] { b }, Token));
            await Task.Delay(2, Token);
        }

        CallResult result = await call.ReadToEndAsync(null, Token);
        Assert.Equal((0, "hello"), (result.ExitCode, result.OutputText));
    }

    private static async Task FeedAsync(Dom0Call call, byte[] input)
    {
        _ = await call.WriteAsync(input, CancellationToken.None);
        await call.EndInputAsync(CancellationToken.None);
    }

    private async Task ExpectAsync(Dom0Call call, MessageType type, byte[] body)
    {
        RawDataMessage message = Assert.NotNull(await call.ReadAsync(Token));
        Assert.Equal((type, Convert.ToHexString(body)), (message.Type, Convert.ToHexString(message.Body.Span)));
    }

    private async Task<Dom0Call> BeginAsync(string command)
    {
        await StartAsync();
        return await OpenAsync(command);
    }
}

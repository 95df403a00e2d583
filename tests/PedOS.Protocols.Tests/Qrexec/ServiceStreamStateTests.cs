using PedOS.Protocols.Qrexec;
using Xunit;

namespace PedOS.Protocols.Tests.Qrexec;

public sealed class ServiceStreamStateTests
{
    [Fact]
    public void End_SendsBothEndsThenExitCode_WhenNothingWasSent() => Assert.Equal(
        Bytes.Hex("91010000 00000000 92010000 00000000 93010000 04000000 7f000000"),
        new ServiceStreamState(4, justExec: false).End(127));

    [Fact]
    public void End_SendsOnlyExitCode_WhenJustExec() => Assert.Equal(
        Bytes.Hex("93010000 04000000 00000000"), new ServiceStreamState(4, justExec: true).End(0));

    // Codes of Windows have 32 bits; the original's caller ends with the low byte of them.
    [Theory]
    [InlineData(1, "01000000")]
    [InlineData(255, "ff000000")]
    [InlineData(257, "01010000")]
    [InlineData(3010, "c20b0000")]
    [InlineData(-1073741819, "050000c0")]
    [InlineData(256, "ff000000")]
    [InlineData(1536, "ff000000")]
    [InlineData(-1073741568, "ff000000")]
    [InlineData(-256, "ff000000")]
    [InlineData(int.MinValue, "ff000000")]
    public void End_SendsNoFailure_WhoseLowByteIsThatOfSuccess(int code, string expected) => Assert.Equal(
        Bytes.Hex("93010000 04000000" + expected), new ServiceStreamState(4, justExec: true).End(code));

    [Fact]
    public void End_SendsOnlyExitCode_WhenBothStreamsEnded()
    {
        ServiceStreamState state = new(4, justExec: false);
        state.Send(MessageType.DataStderr, 0);
        state.Send(MessageType.DataStdout, 0);
        Assert.True(state.CanSend(MessageType.DataExitCode));
        Assert.Equal(Bytes.Hex("93010000 04000000 ffffffff"), state.End(-1));
        Assert.True(state.Ended);
    }

    [Fact]
    public async Task End_SendsOnlyExitCode_WhenTwoThreadsEndedTheirStreamsAtOnce()
    {
        const int Rounds = 200_000;
        ServiceStreamState[] states = [.. Enumerable.Range(0, Rounds).Select(_ => new ServiceStreamState(4, false))];
        using Barrier start = new(2);
        void EndAll(MessageType type)
        {
            start.SignalAndWait(TestContext.Current.CancellationToken);
            foreach (ServiceStreamState state in states)
            {
                state.Send(type, 0);
            }
        }

        await Task.WhenAll(
            Task.Run(() => EndAll(MessageType.DataStdout), TestContext.Current.CancellationToken),
            Task.Run(() => EndAll(MessageType.DataStderr), TestContext.Current.CancellationToken));
        Assert.All(states, state => Assert.Equal(12, state.End(0).Length));
    }

    [Fact]
    public void End_SendsMissingEnd_WhenOneStreamEnded()
    {
        ServiceStreamState state = new(4, justExec: false);
        state.Send(MessageType.DataStdout, 0);
        Assert.False(state.CanSend(MessageType.DataExitCode));
        Assert.Equal(Bytes.Hex("92010000 00000000 93010000 04000000 03000000"), state.End(3));
    }

    [Fact]
    public void End_Throws_WhenExitCodeWasSent()
    {
        ServiceStreamState state = new(4, justExec: false);
        state.End(0);
        Assert.Throws<InvalidOperationException>(() => state.End(0));
        Assert.False(state.CanSend(MessageType.DataExitCode));
        Assert.False(state.CanSend(MessageType.DataStdout));
        Assert.False(state.CanSend(MessageType.DataStderr));
    }

    [Theory]
    [InlineData(MessageType.DataStdout)]
    [InlineData(MessageType.DataStderr)]
    public void Send_Throws_WhenStreamEnded(MessageType type)
    {
        ServiceStreamState state = new(4, justExec: false);
        Assert.Equal(new MessageHeader(type, 5), state.Send(type, 5));
        Assert.True(state.CanSend(type));
        Assert.Equal(new MessageHeader(type, 0), state.Send(type, 0));
        Assert.False(state.CanSend(type));
        Assert.Throws<InvalidOperationException>(() => state.Send(type, 0));
        Assert.Throws<InvalidOperationException>(() => state.Send(type, 1));
    }

    [Theory]
    [InlineData(MessageType.DataStdout)]
    [InlineData(MessageType.DataStderr)]
    public void Send_Throws_WhenJustExec(MessageType type) =>
        Assert.Throws<InvalidOperationException>(() => new ServiceStreamState(4, justExec: true).Send(type, 1));

    [Theory]
    [InlineData(MessageType.DataStdin)]
    [InlineData(MessageType.DataExitCode)]
    [InlineData(MessageType.Hello)]
    [InlineData(MessageType.None)]
    public void Send_Throws_WhenTypeIsNotAStreamOfOurs(MessageType type) =>
        Assert.Throws<InvalidOperationException>(() => new ServiceStreamState(4, justExec: false).Send(type, 4));

    [Theory]
    [InlineData(2u, 4096)]
    [InlineData(3u, 65536)]
    [InlineData(4u, 65536)]
    public void Send_Throws_WhenBodyIsLongerThanTheVersionAllows(uint version, int max)
    {
        ServiceStreamState state = new(version, justExec: false);
        Assert.Equal(max, state.MaxBody);
        Assert.Equal((uint)max, state.Send(MessageType.DataStdout, max).Length);
        Assert.Throws<InvalidOperationException>(() => state.Send(MessageType.DataStdout, max + 1));
        Assert.Throws<InvalidOperationException>(() => state.Send(MessageType.DataStdout, -1));
    }

    [Fact]
    public void Receive_DeliversUntilTheEndThenDiscards()
    {
        ServiceStreamState state = new(4, justExec: false);
        Assert.Equal(DataAction.Deliver, state.Receive(new(MessageType.DataStdin, 1), out string? warning));
        Assert.Equal(DataAction.Complete, state.Receive(new(MessageType.DataStdin, 0), out _));
        Assert.Equal(DataAction.Discard, state.Receive(new(MessageType.DataStdin, 1), out _));
        Assert.Equal(DataAction.Discard, state.Receive(new(MessageType.DataStdin, 0), out _));
        Assert.Null(warning);
    }

    [Fact]
    public void Receive_Discards_WhenInputWasClosed()
    {
        ServiceStreamState state = new(4, justExec: false);
        state.CloseInput();
        Assert.Equal(DataAction.Discard, state.Receive(new(MessageType.DataStdin, 7), out _));
        Assert.Equal(DataAction.Discard, state.Receive(new(MessageType.DataStdin, 0), out _));
    }

    [Fact]
    public void Receive_Discards_WhenJustExec() => Assert.Equal(
        DataAction.Discard,
        new ServiceStreamState(4, justExec: true).Receive(new(MessageType.DataStdin, 7), out _));

    [Fact]
    public void Receive_TakesStdoutForStdinAndWarnsOnce()
    {
        ServiceStreamState state = new(4, justExec: false);
        Assert.Equal(DataAction.Deliver, state.Receive(new(MessageType.DataStdout, 1), out string? first));
        Assert.Equal(DataAction.Complete, state.Receive(new(MessageType.DataStdout, 0), out string? second));
        Assert.NotNull(first);
        Assert.Null(second);
    }

    [Theory]
    [InlineData(MessageType.DataStderr, 0u)]
    [InlineData(MessageType.DataStderr, 9u)]
    [InlineData(MessageType.DataExitCode, 4u)]
    public void Receive_DiscardsAndWarnsOnce_WhenOnlyAServiceSendsIt(MessageType type, uint length)
    {
        ServiceStreamState state = new(4, justExec: false);
        Assert.Equal(DataAction.Discard, state.Receive(new(type, length), out string? first));
        Assert.Equal(DataAction.Discard, state.Receive(new(type, length), out string? second));
        Assert.NotNull(first);
        Assert.Null(second);
        Assert.Equal(DataAction.Deliver, state.Receive(new(MessageType.DataStdin, 1), out _));
        Assert.False(state.Ended);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x18Fu)]
    [InlineData(0x194u)]
    [InlineData(0x200u)]
    [InlineData(0x300u)]
    [InlineData(0x80000190u)]
    [InlineData(0xFFFFFFFFu)]
    public void Receive_Throws_WhenTypeIsUnknown(uint type)
    {
        ServiceStreamState state = new(4, justExec: false);
        Assert.Equal(
            "QrexecDataType",
            Assert.Throws<ProtocolException>(() => state.Receive(new((MessageType)type, 0), out _)).ErrorId);
    }
}

using PedOS.Protocols.Qrexec;
using Xunit;

namespace PedOS.Protocols.Tests.Qrexec;

public sealed class CallerStreamStateTests
{
    [Fact]
    public void End_SendsTheEndOfStdinOnce()
    {
        CallerStreamState state = new(4);
        Assert.True(state.CanSend);
        Assert.Equal(Bytes.Hex("90010000 00000000"), state.End());
        Assert.False(state.CanSend);
        Assert.Empty(state.End());
    }

    [Fact]
    public void Send_Throws_WhenStdinEnded()
    {
        CallerStreamState state = new(4);
        Assert.Equal(new MessageHeader(MessageType.DataStdin, 5), state.Send(5));
        Assert.Equal(new MessageHeader(MessageType.DataStdin, 0), state.Send(0));
        Assert.Throws<InvalidOperationException>(() => state.Send(0));
        Assert.Throws<InvalidOperationException>(() => state.Send(1));
        Assert.Empty(state.End());
    }

    [Theory]
    [InlineData(2u, 4096)]
    [InlineData(4u, 65536)]
    public void Send_Throws_WhenBodyIsLongerThanTheVersionAllows(uint version, int max)
    {
        CallerStreamState state = new(version);
        Assert.Equal(max, state.MaxBody);
        Assert.Equal((uint)max, state.Send(max).Length);
        Assert.Throws<InvalidOperationException>(() => state.Send(max + 1));
        Assert.Throws<InvalidOperationException>(() => state.Send(-1));
    }

    [Theory]
    [InlineData("00000000", 0)]
    [InlineData("2a000000", 42)]
    [InlineData("ffffffff", -1)]
    [InlineData("00000080", int.MinValue)]
    [InlineData("07000000ffff", 7)]
    [InlineData("", 255)]
    [InlineData("01", 255)]
    [InlineData("010000", 255)]
    public void Receive_TakesTheExitCode(string body, int code)
    {
        CallerStreamState state = new(4);
        Assert.Null(state.ExitCode);
        Assert.Equal(DataAction.Exit, Receive(state, MessageType.DataExitCode, Bytes.Hex(body), out _));
        Assert.Equal(code, state.ExitCode);
    }

    [Fact]
    public void Receive_KeepsTheFirstExitCodeAndDiscardsTheRest()
    {
        CallerStreamState state = new(4);
        Receive(state, MessageType.DataExitCode, [3, 0, 0, 0], out _);
        Assert.Equal(DataAction.Discard, Receive(state, MessageType.DataExitCode, [9, 0, 0, 0], out string? first));
        Assert.Equal(DataAction.Discard, Receive(state, MessageType.DataStdout, [9], out string? second));
        Assert.Equal(DataAction.Discard, Receive(state, MessageType.DataStderr, [9], out _));
        Assert.Equal(3, state.ExitCode);
        Assert.NotNull(first);
        Assert.Null(second);
    }

    [Fact]
    public void Receive_DeliversStdoutUntilItsEndThenDiscards()
    {
        CallerStreamState state = new(4);
        Assert.Equal(DataAction.Deliver, Receive(state, MessageType.DataStdout, [1], out string? warning));
        Assert.Equal(DataAction.Complete, Receive(state, MessageType.DataStdout, [], out _));
        Assert.Equal(DataAction.Discard, Receive(state, MessageType.DataStdout, [1], out _));
        Assert.Equal(DataAction.Discard, Receive(state, MessageType.DataStdout, [], out _));
        Assert.Equal(DataAction.DeliverError, Receive(state, MessageType.DataStderr, [1], out _));
        Assert.Null(warning);
    }

    [Fact]
    public void Receive_IgnoresTheEndOfStderr()
    {
        CallerStreamState state = new(4);
        Assert.Equal(DataAction.DeliverError, Receive(state, MessageType.DataStderr, [1], out _));
        Assert.Equal(DataAction.Discard, Receive(state, MessageType.DataStderr, [], out string? warning));
        Assert.Null(warning);
        Assert.Equal(DataAction.Deliver, Receive(state, MessageType.DataStdout, [1], out _));
    }

    [Fact]
    public void Receive_DiscardsOnlyStdout_WhenOutputWasClosed()
    {
        CallerStreamState state = new(4);
        state.CloseOutput();
        Assert.Equal(DataAction.Discard, Receive(state, MessageType.DataStdout, [1], out _));
        Assert.Equal(DataAction.DeliverError, Receive(state, MessageType.DataStderr, [1], out _));
        Assert.Equal(DataAction.Exit, Receive(state, MessageType.DataExitCode, [1, 0, 0, 0], out _));
    }

    [Fact]
    public void Receive_TakesStdinForStdoutAndWarnsOnce()
    {
        CallerStreamState state = new(4);
        Assert.Equal(DataAction.Deliver, Receive(state, MessageType.DataStdin, [1], out string? first));
        Assert.Equal(DataAction.Complete, Receive(state, MessageType.DataStdin, [], out string? second));
        Assert.NotNull(first);
        Assert.Null(second);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x18Fu)]
    [InlineData(0x194u)]
    [InlineData(0x213u)]
    [InlineData(0x300u)]
    [InlineData(0x80000191u)]
    [InlineData(0xFFFFFFFFu)]
    public void Receive_Throws_WhenTypeIsUnknown(uint type)
    {
        CallerStreamState state = new(4);
        Assert.Equal("QrexecDataType", Assert.Throws<ProtocolException>(
            () => Receive(state, (MessageType)type, [], out _)).ErrorId);
    }

    private static DataAction Receive(CallerStreamState state, MessageType type, byte[] body, out string? warning) =>
        state.Receive(new MessageHeader(type, (uint)body.Length), body, out warning);
}

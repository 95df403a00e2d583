using PedOS.Protocols.Qrexec;
using Xunit;

namespace PedOS.Protocols.Tests.Qrexec;

public sealed class MessageFrameTests
{
    private const int Max = 16;

    [Fact]
    public void Build_WritesTypeLengthAndBody() => Assert.Equal(
        Bytes.Hex("91010000 03000000 0a0b0c"), MessageFrame.Build(MessageType.DataStdout, [10, 11, 12]));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Max)]
    public void TryRead_TakesExactlyOneMessage(int length)
    {
        byte[] body = [.. Enumerable.Range(1, length).Select(i => (byte)i)];
        byte[] frame = Bytes.Frame(0x190, body);
        Framing.Check(Read, frame);
        MessageFrame.TryRead(frame, Max, out MessageHeader header, out ReadOnlySpan<byte> read, out _);
        Assert.Equal(new MessageHeader(MessageType.DataStdin, (uint)length), header);
        Assert.Equal(body, read.ToArray());
        Assert.Equal(frame, MessageFrame.Build(header.Type, read));
    }

    [Theory]
    [InlineData(Max + 1u)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0x80000000u)]
    [InlineData(0xFFFFFFF8u)]
    [InlineData(0xFFFFFFFFu)]
    public void TryRead_Throws_WhenLengthIsAboveTheLimit(uint length)
    {
        // The header alone is enough: nobody waits for a body that is not allowed.
        Assert.Equal("QrexecBodyTooLong", Framing.ErrorId(Read, Bytes.U32(0x190, length)));
        Assert.Equal("QrexecBodyTooLong", Framing.ErrorId(Read, [.. Bytes.U32(0x190, length), .. new byte[64]]));
    }

    [Fact]
    public void TryRead_GivesTheHeader_WhenTheBodyIsNotThereYet()
    {
        ReadStatus status = MessageFrame.TryRead(
            Bytes.U32(0x777, 5), Max, out MessageHeader header, out ReadOnlySpan<byte> body, out int consumed);
        Assert.Equal(ReadStatus.NeedMore, status);
        Assert.Equal(new MessageHeader((MessageType)0x777, 5), header);
        Assert.True(body.IsEmpty);
        Assert.Equal(0, consumed);
    }

    [Fact]
    public void Header_RoundTrips()
    {
        byte[] bytes = Bytes.Hex("04030201 f1f2f3f4");
        MessageHeader header = MessageHeader.Read(bytes);
        Assert.Equal(new MessageHeader((MessageType)0x01020304, 0xF4F3F2F1), header);
        byte[] written = [9, 9, 9, 9, 9, 9, 9, 9, 9];
        header.Write(written);
        Assert.Equal([.. bytes, 9], written);
    }

    [Fact]
    public void Header_Throws_WhenShort()
    {
        for (int length = 0; length < QrexecAbi.HeaderSize; length++)
        {
            byte[] bytes = new byte[length];
            Assert.Throws<ArgumentOutOfRangeException>(() => MessageHeader.Read(bytes));
            Assert.Throws<ArgumentOutOfRangeException>(() => new MessageHeader(MessageType.Hello, 4).Write(bytes));
        }
    }

    private static ReadStatus Read(ReadOnlySpan<byte> buffer, out int consumed) =>
        MessageFrame.TryRead(buffer, Max, out _, out _, out consumed);
}

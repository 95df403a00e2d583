using System.Text;
using PedOS.Protocols.Qrexec;
using Xunit;

namespace PedOS.Protocols.Tests.Qrexec;

public sealed class ControlReaderTests
{
    private const uint Exec = 0x200, JustExec = 0x201, Connect = 0x202, Refused = 0x203;

    [Fact]
    public void TryRead_ReadsExec() => Assert.Equivalent(
        new { Address = new ChannelAddress(0, 513), JustExec = false },
        ReadAs<ExecMessage>(Bytes.Hex("00020000 0b000000 00000000 01020000 753a00")));

    [Fact]
    public void TryRead_ReadsTheCommand_OfBothExecTypes()
    {
        foreach (uint type in (uint[])[Exec, JustExec])
        {
            byte[] frame = Bytes.Frame(type, Bytes.U32(43, 1024), Bytes.Utf8("Jürgen:echo ığ 日本 مرحبا\0"));
            Framing.Check(Read, frame);
            ExecMessage message = ReadAs<ExecMessage>(frame);
            Assert.Equal(new ChannelAddress(43, 1024), message.Address);
            Assert.Equal("Jürgen:echo ığ 日本 مرحبا", Encoding.UTF8.GetString(message.Command.Span));
            Assert.Equal(type == JustExec, message.JustExec);
        }
    }

    [Theory]
    [InlineData("00", "")]
    [InlineData("41", "")]
    [InlineData("4100", "A")]
    [InlineData("4142", "A")]
    [InlineData("41004200", "A")]
    [InlineData("410000", "A")]
    [InlineData("00414200", "")]
    [InlineData("fffe00", "fffe")]
    public void TryRead_EndsTheCommandAtTheFirstNulAndNeverTakesTheLastByte(string body, string command)
    {
        ExecMessage message = ReadAs<ExecMessage>(Bytes.Frame(Exec, Bytes.U32(0, 513), Bytes.Hex(body)));
        byte[] expected = command.Length > 1 ? Bytes.Hex(command) : Bytes.Utf8(command);
        Assert.Equal(expected, message.Command.ToArray());
    }

    [Fact]
    public void TryRead_ReadsTheLongestExec()
    {
        byte[] command = new byte[QrexecAbi.MaxExecBody - 8];
        Array.Fill(command, (byte)'x');
        command[^1] = 0;
        byte[] frame = Bytes.Frame(Exec, Bytes.U32(0, 513), command);
        Assert.Equal(ReadStatus.NeedMore, Read(frame.AsSpan(0, frame.Length - 1), out _));
        Assert.Equal(command[..^1], ReadAs<ExecMessage>(frame).Command.ToArray());
    }

    [Fact]
    public void TryRead_ReadsConnect()
    {
        byte[] frame = Bytes.Frame(Connect, Bytes.U32(43, 1024), Bytes.Field("SOCKET11", 32));
        Assert.Equal(Bytes.Hex("02020000 28000000 2b000000 00040000 534f434b45543131"), frame[..24]);
        Framing.Check(Read, frame);
        Assert.Equal(
            new ServiceConnectMessage(new ChannelAddress(43, 1024), new RequestIdent("SOCKET11")),
            ReadAs<ServiceConnectMessage>(frame));
    }

    [Theory]
    [InlineData("5200", "R")]
    [InlineData("522d31000000", "R-1")]
    public void TryRead_ReadsConnect_WhenTheIdentIsShorterButEnded(string ident, string text)
    {
        byte[] frame = Bytes.Frame(Connect, Bytes.U32(1, 514), Bytes.Hex(ident));
        Assert.Equal(new RequestIdent(text), ReadAs<ServiceConnectMessage>(frame).Ident);
    }

    [Theory]
    [InlineData("00")]
    [InlineData("52")]
    [InlineData("522d31")]
    [InlineData("520052")]
    [InlineData("52005200")]
    [InlineData("5c00")]
    [InlineData("c4b100")]
    [InlineData("5252525252525252525252525252525252525252525252525252525252525252")]
    [InlineData("525252525252525252525252525252525252525252525252525252525252525200")]
    [InlineData("520000000000000000000000000000000000000000000000000000000000000000")]
    public void TryRead_LeavesTheIdentOut_WhenItIsMalformed(string ident)
    {
        byte[] frame = Bytes.Frame(Connect, Bytes.U32(0, 513), Bytes.Hex(ident));
        ServiceConnectMessage message = ReadAs<ServiceConnectMessage>(frame);
        Assert.Null(message.Ident);
        Assert.Equal(new ChannelAddress(0, 513), message.Address);
    }

    [Theory]
    [InlineData(0x80000000u, 513u)]
    [InlineData(0xFFFFFFFFu, 0xFFFFFFFFu)]
    [InlineData(0u, 0u)]
    [InlineData(0u, 512u)]
    [InlineData(0x7FF0u, 513u)]
    [InlineData(0u, 65536u)]
    public void TryRead_HandsOutAddressesThatAreNotValid_ForTheCallerToRefuse(uint domain, uint port)
    {
        byte[] ident = Bytes.Field("SOCKET1", 32);
        ServiceConnectMessage connect =
            ReadAs<ServiceConnectMessage>(Bytes.Frame(Connect, Bytes.U32(domain, port), ident));
        ExecMessage exec = ReadAs<ExecMessage>(Bytes.Frame(Exec, Bytes.U32(domain, port), Bytes.Utf8("u:x\0")));
        Assert.Equal(new ChannelAddress(domain, port), connect.Address);
        Assert.Equal(new ChannelAddress(domain, port), exec.Address);
        Assert.False(connect.Address.IsValid);
    }

    [Fact]
    public void TryRead_ReadsRefused()
    {
        byte[] frame = Bytes.Frame(Refused, Bytes.Field("REQ-2", 32));
        Framing.Check(Read, frame);
        Assert.Equal(new ServiceRefusedMessage(new RequestIdent("REQ-2")), ReadAs<ServiceRefusedMessage>(frame));
    }

    [Fact]
    public void TryRead_LeavesTheIdentOut_WhenRefusedNamesNone()
    {
        Assert.Null(ReadAs<ServiceRefusedMessage>(Bytes.Frame(Refused, new byte[32])).Ident);
        Assert.Null(ReadAs<ServiceRefusedMessage>(Bytes.Frame(Refused, Bytes.Field("a/b", 32))).Ident);
    }

    [Theory]
    [InlineData(Exec, 0u)]
    [InlineData(Exec, 1u)]
    [InlineData(Exec, 8u)]
    [InlineData(JustExec, 8u)]
    [InlineData(Connect, 0u)]
    [InlineData(Connect, 8u)]
    [InlineData(Refused, 0u)]
    [InlineData(Refused, 31u)]
    [InlineData(Refused, 33u)]
    [InlineData(Refused, QrexecAbi.MaxExecBody)]
    public void TryRead_Throws_WhenTheTypeDoesNotAllowTheLength(uint type, uint length) =>
        Assert.Equal("QrexecControlLength", Framing.ErrorId(Read, Bytes.U32(type, length)));

    [Theory]
    [InlineData(Exec)]
    [InlineData(JustExec)]
    [InlineData(Connect)]
    [InlineData(Refused)]
    [InlineData(0x999u)]
    public void TryRead_Throws_WhenTheBodyIsTooLong(uint type)
    {
        foreach (uint length in (uint[])[QrexecAbi.MaxExecBody + 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF])
        {
            Assert.Equal("QrexecBodyTooLong", Framing.ErrorId(Read, Bytes.U32(type, length)));
        }
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x190u)]
    [InlineData(0x193u)]
    [InlineData(0x1FFu)]
    [InlineData(0x204u)]
    [InlineData(0x210u)]
    [InlineData(0x211u)]
    [InlineData(0x213u)]
    [InlineData(0x300u)]
    [InlineData(0x80000200u)]
    [InlineData(0xFFFFFFFFu)]
    public void TryRead_Throws_WhenTheTypeIsUnknown(uint type)
    {
        Assert.Equal("QrexecControlType", Framing.ErrorId(Read, Bytes.U32(type, 40)));
        Assert.Equal("QrexecControlType", Framing.ErrorId(Read, Bytes.Frame(type)));
    }

    [Fact]
    public void TryRead_AcceptsExecUpToThePlaceOfALongDefaultUser()
    {
        // 65535 is what dom0's programs may send; "DEFAULT" becomes a longer name after that check.
        Assert.Equal(ReadStatus.NeedMore, Read(Bytes.U32(Exec, 65535 - 7 + 256), out _));
    }

    private static ReadStatus Read(ReadOnlySpan<byte> buffer, out int consumed)
    {
        ReadStatus status = ControlReader.TryRead(buffer, out ControlMessage? message, out consumed);
        Assert.Equal(status == ReadStatus.Done, message is not null);
        return status;
    }

    private static T ReadAs<T>(byte[] frame)
        where T : ControlMessage
    {
        Assert.Equal(ReadStatus.Done, ControlReader.TryRead(frame, out ControlMessage? message, out int consumed));
        Assert.Equal(frame.Length, consumed);
        return Assert.IsType<T>(message);
    }
}

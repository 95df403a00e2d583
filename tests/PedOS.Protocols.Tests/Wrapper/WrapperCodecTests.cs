using PedOS.Protocols.Qrexec;
using PedOS.Protocols.Wrapper;
using Xunit;

namespace PedOS.Protocols.Tests.Wrapper;

public sealed class WrapperCodecTests
{
    private static readonly ProcessPlan Process = new(
        @"C:\Program Files\PedOS\größe ığ 日本.exe",
        ["", "zwei Wörter", "مرحبا \"x\""],
        null,
        [new("QREXEC_SERVICE_ARGUMENT", ""), new("QREXEC_REMOTE_DOMAIN", "Büro")],
        "Işıl İnce",
        true);

    private static readonly ProcessPlan Shell = new("", [], "cmd /c \"echo ü\"", [], "Jürgen", false);

    public static TheoryData<int> Indexes => [.. Enumerable.Range(0, Messages.Length)];

    private static WrapperMessage[] Messages { get; } =
    [
        new WrapperReady(4711),
        new WrapperReady(-1),
        new CallEnded(7, 127),
        new CallEnded(uint.MaxValue, -1),
        new StartCall(1, new ChannelAddress(43, 1024), false, new FailPlan(127, "service größe not found")),
        new StartCall(2, new ChannelAddress(0, 513), true, Process),
        new StartCall(3, new ChannelAddress(0, 513), false, Shell),
        new StartCall(4, new ChannelAddress(0, 513), false, new SocketPlan("/run/日本", false, "a+ s\0", true, false)),
        new StartCall(5, new ChannelAddress(0, 513), false, new SocketPlan("127.0.0.1 80", true, "", false, true)),
        new StartHelper(6, Process, "Jürgen\n"),
        new HelperEnded(6, 125),
        new HelperEnded(uint.MaxValue, -1),
    ];

    [Fact]
    public void Build_WritesTheDocumentedBytes()
    {
        Assert.Equal(Bytes.Hex("05000000 01 67120000"), WrapperCodec.Build(new WrapperReady(4711)));
        Assert.Equal(Bytes.Hex("09000000 04 07000000 7f000000"), WrapperCodec.Build(new CallEnded(7, 127)));
        Assert.Equal(Bytes.Hex("09000000 05 07000000 7f000000"), WrapperCodec.Build(new HelperEnded(7, 127)));
        Assert.Equal(
            Bytes.Hex("18000000 02 01000000 2b000000 00040000 01 00 7d000000 01000000 78"),
            WrapperCodec.Build(new StartCall(1, new ChannelAddress(43, 1024), true, new FailPlan(125, "x"))));
        Assert.Equal(
            Bytes.Hex("21000000 02 01000000 2b000000 00040000 00 02 02000000 2f73 01 05000000 612b207300 00 01"),
            WrapperCodec.Build(new StartCall(
                1, new ChannelAddress(43, 1024), false, new SocketPlan("/s", true, "a+ s\0", false, true))));
        Assert.Equal(
            Bytes.Hex("32000000 03 01000000 01 01000000 70 01000000 02000000 6162 ffffffff"
                + "01000000 01000000 6e 01000000 76 01000000 75 01 01000000 0a"),
            WrapperCodec.Build(
                new StartHelper(1, new ProcessPlan("p", ["ab"], null, [new("n", "v")], "u", true), "\n")));
    }

    [Theory]
    [MemberData(nameof(Indexes))]
    public void TryRead_RoundTrips(int index)
    {
        byte[] frame = WrapperCodec.Build(Messages[index]);
        Framing.Check(Read, frame);
        WrapperCodec.TryRead(frame, out WrapperMessage? message, out _);
        Assert.IsType(Messages[index].GetType(), message);
        Assert.Equivalent(Messages[index], message, strict: true);
        Assert.Equal(frame, WrapperCodec.Build(message!));
    }

    [Theory]
    [MemberData(nameof(Indexes))]
    public void TryRead_Throws_WhenTheBodyIsCutOrLonger(int index)
    {
        byte[] frame = WrapperCodec.Build(Messages[index]);
        for (int length = 0; length < frame.Length - 4; length++)
        {
            byte[] cut = [.. Bytes.U32((uint)length), .. frame[4..(4 + length)]];
            Assert.Equal("WrapperMessage", Framing.ErrorId(Read, cut));
        }

        byte[] longer = [.. Bytes.U32((uint)frame.Length - 3), .. frame[4..], 0];
        Assert.Equal("WrapperMessage", Framing.ErrorId(Read, longer));
    }

    [Theory]
    [MemberData(nameof(Indexes))]
    public void TryRead_NeverMisreads_WhenAnyU32IsHostile(int index)
    {
        byte[] frame = WrapperCodec.Build(Messages[index]);
        for (int at = 4; at + 4 <= frame.Length; at++)
        {
            foreach (uint value in (uint[])[0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF])
            {
                byte[] hostile = [.. frame];
                Bytes.U32(value).CopyTo(hostile, at);
                try
                {
                    Assert.Equal(ReadStatus.Done, WrapperCodec.TryRead(hostile, out WrapperMessage? message, out _));
                    Assert.Equal(hostile, WrapperCodec.Build(message!));
                }
                catch (ProtocolException e)
                {
                    Assert.Equal("WrapperMessage", e.ErrorId);
                }
            }
        }
    }

    [Theory]
    [InlineData("00 00000000", "kind 0")]
    [InlineData("06 00000000", "kind 6")]
    [InlineData("ff 00000000", "kind 255")]
    [InlineData("01 0000000000", "left over")]
    [InlineData("01 000000", "3 left")]
    [InlineData("02 01000000 00000000 01020000 02 00 7d000000 00000000", "truth value 2")]
    [InlineData("02 01000000 00000000 01020000 00 03 7d000000 00000000", "plan 3")]
    [InlineData("02 01000000 00000000 01020000 00 00 7d000000 ffffffff", "null text")]
    [InlineData("02 01000000 00000000 01020000 00 00 7d000000 02000000 c0af", "UTF-8")]
    [InlineData("02 01000000 00000000 01020000 00 00 7d000000 03000000 eda080", "UTF-8")]
    [InlineData("03 01000000 00 7d000000 00000000 00000000", "without program")]
    public void TryRead_SaysWhy_WhenMalformed(string body, string reason)
    {
        byte[] bytes = Bytes.Hex(body);
        byte[] frame = [.. Bytes.U32((uint)bytes.Length), .. bytes];
        ProtocolException error = Assert.Throws<ProtocolException>(() => Read(frame, out _));
        Assert.Equal("WrapperMessage", error.ErrorId);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0x80000000u)]
    [InlineData(0xFFFFFFFFu)]
    public void TryRead_Throws_WhenTheLengthIsImpossible(uint length) =>
        Assert.Equal("WrapperMessage", Framing.ErrorId(Read, Bytes.U32(length)));

    [Theory]
    [InlineData(0x00000001u)]
    [InlineData(0x00010000u)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0x80000000u)]
    [InlineData(0xFFFFFFFFu)]
    public void TryRead_BelievesNoCountThatCannotFit(uint count)
    {
        // Both counts of a process plan: its arguments, then its variables.
        byte[] head = [.. Bytes.Hex("02 01000000 00000000 01020000 00 01 00000000")];
        byte[][] bodies =
        [
            [.. head, .. Bytes.U32(count)],
            [.. head, .. Bytes.U32(0, 0xFFFFFFFF, count)],
            [.. head, .. Bytes.U32(0, 0xFFFFFFFF, count), 0, 0, 0, 0, 0, 0, 0],
        ];
        foreach (byte[] body in bodies)
        {
            byte[] frame = [.. Bytes.U32((uint)body.Length), .. body];
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal("WrapperMessage", Framing.ErrorId(Read, frame));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        }
    }

    [Fact]
    public void TryRead_LimitsTheLength()
    {
        Assert.Equal(ReadStatus.NeedMore, Read(Bytes.U32(WrapperCodec.MaxBody), out _));
        Assert.Equal("WrapperMessage", Framing.ErrorId(Read, Bytes.U32(WrapperCodec.MaxBody + 1)));
    }

    [Fact]
    public void Build_HoldsTheLongestCommandThreeTimes()
    {
        string argument = new('a', QrexecAbi.MaxExecBody);
        string path = new('p', 32767);
        byte[] frame = WrapperCodec.Build(new StartCall(1, default, false, new ProcessPlan(
            path, [argument], null, [new("QREXEC_SERVICE_FULL_NAME", argument), new("Q", argument)], "u", true)));
        Assert.Equal(ReadStatus.Done, Read(frame, out _));
    }

    [Fact]
    public void Build_Throws_WhenItDoesNotFit()
    {
        // Kind, id, address, type, plan kind, exit code and the length of the reason are 23 bytes.
        StartCall longest = new(1, default, false, new FailPlan(125, new string('x', WrapperCodec.MaxBody - 23)));
        Assert.Equal(WrapperCodec.MaxBody + 4, WrapperCodec.Build(longest).Length);
        StartCall tooLong = longest with { Plan = new FailPlan(125, new string('x', WrapperCodec.MaxBody - 22)) };
        Assert.Throws<ArgumentException>(() => WrapperCodec.Build(tooLong));
    }

    private static ReadStatus Read(ReadOnlySpan<byte> buffer, out int consumed)
    {
        ReadStatus status = WrapperCodec.TryRead(buffer, out WrapperMessage? message, out consumed);
        Assert.Equal(status == ReadStatus.Done, message is not null);
        return status;
    }
}

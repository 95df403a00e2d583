using PedOS.Protocols.Qrexec;
using Xunit;

namespace PedOS.Protocols.Tests.Qrexec;

public sealed class HelloTests
{
    [Fact]
    public void Build_WritesOurVersion() => Assert.Equal(Bytes.Hex("00030000 04000000 04000000"), Hello.Build());

    [Fact]
    public void Build_WritesTheVersionGiven() => Assert.Equal(Bytes.Hex("00030000 04000000 02000000"), Hello.Build(2));

    [Theory]
    [InlineData(2u, 2u)]
    [InlineData(3u, 3u)]
    [InlineData(4u, 4u)]
    [InlineData(5u, 4u)]
    [InlineData(99u, 4u)]
    [InlineData(0x80000000u, 4u)]
    [InlineData(0xFFFFFFFFu, 4u)]
    public void TryRead_SettlesTheSmallerVersion(uint peer, uint settled)
    {
        byte[] frame = Bytes.Frame(0x300, Bytes.U32(peer));
        Framing.Check(Read, frame);
        Hello.TryRead(frame, out uint version, out _);
        Assert.Equal(settled, version);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    public void TryRead_Throws_WhenThePeerIsTooOld(uint peer) =>
        Assert.Equal("QrexecVersionUnsupported", Framing.ErrorId(Read, Bytes.Frame(0x300, Bytes.U32(peer))));

    [Theory]
    [InlineData(0x300u, 0u)]
    [InlineData(0x300u, 3u)]
    [InlineData(0x300u, 5u)]
    [InlineData(0x300u, 0x80000004u)]
    [InlineData(0x300u, 0xFFFFFFFFu)]
    [InlineData(0x301u, 4u)]
    [InlineData(0x2FFu, 4u)]
    [InlineData(0x200u, 4u)]
    [InlineData(0u, 4u)]
    [InlineData(0x80000300u, 4u)]
    public void TryRead_Throws_WhenItIsNotAHello(uint type, uint length) =>
        Assert.Equal("QrexecHelloExpected", Framing.ErrorId(Read, Bytes.U32(type, length)));

    private static ReadStatus Read(ReadOnlySpan<byte> buffer, out int consumed) =>
        Hello.TryRead(buffer, out _, out consumed);
}

using PedOS.Protocols.Qrexec;
using Xunit;

namespace PedOS.Protocols.Tests.Qrexec;

public sealed class ChannelAddressTests
{
    [Theory]
    [InlineData(0u, 513u, true)]
    [InlineData(42u, 768u, true)]
    [InlineData(43u, 1024u, true)]
    [InlineData(0x7FEFu, 65535u, true)]
    [InlineData(0u, 512u, false)]
    [InlineData(0u, 0u, false)]
    [InlineData(0u, 65536u, false)]
    [InlineData(0u, 0x80000201u, false)]
    [InlineData(0u, 0xFFFFFFFFu, false)]
    [InlineData(0x7FF0u, 513u, false)]
    [InlineData(0x80000000u, 513u, false)]
    [InlineData(0xFFFFFFFFu, 513u, false)]
    public void IsValid_HoldsForDataPortsOfRealDomains(uint domain, uint port, bool valid) =>
        Assert.Equal(valid, new ChannelAddress(domain, port).IsValid);

    [Fact]
    public void Read_AndWriteRoundTrip()
    {
        byte[] bytes = Bytes.Hex("2b000000 00040000");
        ChannelAddress address = ChannelAddress.Read(bytes);
        Assert.Equal(new ChannelAddress(43, 1024), address);
        byte[] written = [7, 7, 7, 7, 7, 7, 7, 7, 7];
        address.Write(written);
        Assert.Equal([.. bytes, 7], written);
        Assert.Equal("43:1024", address.ToString());
    }

    [Fact]
    public void Read_Throws_WhenShort()
    {
        for (int length = 0; length < ChannelAddress.Size; length++)
        {
            byte[] bytes = new byte[length];
            Assert.Throws<ArgumentOutOfRangeException>(() => ChannelAddress.Read(bytes));
        }
    }
}

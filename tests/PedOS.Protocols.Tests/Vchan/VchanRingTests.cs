using PedOS.Protocols.Vchan;
using Xunit;

namespace PedOS.Protocols.Tests.Vchan;

public sealed class VchanRingTests
{
    [Theory]
    [InlineData(0, 4096)]
    [InlineData(1, 4096)]
    [InlineData(4096, 4096)]
    [InlineData(4097, 8192)]
    [InlineData(65536, 65536)]
    [InlineData(65537, 131072)]
    [InlineData(1 << 20, 1 << 20)]
    public void SizeFor_IsThePowerOfTwoThatHoldsIt(int minimum, int size) =>
        Assert.Equal(size, VchanRing.SizeFor(minimum));

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData((1 << 20) + 1)]
    [InlineData(int.MaxValue)]
    public void SizeFor_Throws_WhenOutOfRange(int minimum) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => VchanRing.SizeFor(minimum));
}

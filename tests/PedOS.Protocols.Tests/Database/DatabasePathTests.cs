using PedOS.Protocols.Database;
using Xunit;

namespace PedOS.Protocols.Tests.Database;

public sealed class DatabasePathTests
{
    [Fact]
    public void IsLegal_HoldsForExactlyTheBytesOfTheProtocol()
    {
        const string Legal = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-/.:@";
        for (int b = 0; b < 256; b++)
        {
            Assert.Equal(Legal.Contains((char)b, StringComparison.Ordinal), DatabasePath.IsLegal([(byte)'/', (byte)b]));
        }
    }

    [Theory]
    [InlineData("", true, false)]
    [InlineData("/", true, false)]
    [InlineData("a", true, false)]
    [InlineData("/a", true, true)]
    [InlineData("/a/", true, false)]
    [InlineData("/-", true, true)]
    [InlineData("-", false, false)]
    [InlineData("-/a", false, false)]
    [InlineData("/a b", false, false)]
    [InlineData("/ü", false, false)]
    [InlineData("/ı", false, false)]
    [InlineData("/日本", false, false)]
    [InlineData("/net-config/00:16:3e:5e:6c:00/ip", true, true)]
    public void Path_IsLegalOrStorable(string path, bool isLegal, bool isStorable)
    {
        Assert.Equal(isLegal, DatabasePath.IsLegal(Bytes.Utf8(path)));
        Assert.Equal(isStorable, DatabasePath.IsStorable(Bytes.Utf8(path)));
    }

    [Theory]
    [InlineData(62, true)]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void Path_HasAtMost63Bytes(int length, bool fits)
    {
        byte[] path = Bytes.Utf8("/" + new string('a', length - 1));
        Assert.Equal(fits, DatabasePath.IsLegal(path));
        Assert.Equal(fits, DatabasePath.IsStorable(path));
    }

    [Fact]
    public void Value_HasAtMost3071BytesAndNoNul()
    {
        Assert.True(DatabasePath.IsStorableValue([]));
        Assert.True(DatabasePath.IsStorableValue(Bytes.Utf8("müßig, İstanbul, 日本, مرحبا")));
        Assert.True(DatabasePath.IsStorableValue(Filled(3071)));
        Assert.False(DatabasePath.IsStorableValue(Filled(3072)));
        Assert.False(DatabasePath.IsStorableValue([1, 0, 1]));
    }

    private static byte[] Filled(int length) => [.. Enumerable.Repeat((byte)'x', length)];
}

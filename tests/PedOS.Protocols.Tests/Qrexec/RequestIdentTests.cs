using PedOS.Protocols.Qrexec;
using Xunit;

namespace PedOS.Protocols.Tests.Qrexec;

public sealed class RequestIdentTests
{
    private const string Longest = "0123456789abcdefghijABCDEFGHIJ-";

    [Theory]
    [InlineData("S")]
    [InlineData("SOCKET12")]
    [InlineData("A-Z a_z 0.9")]
    [InlineData(Longest)]
    public void TryRead_RoundTrips(string text)
    {
        byte[] field = Bytes.Field(text, 32);
        Assert.True(RequestIdent.TryRead(field, out RequestIdent ident));
        Assert.Equal(text, ident.Text);
        Assert.Equal(new RequestIdent(text), ident);
        byte[] written = new byte[33];
        Array.Fill(written, (byte)0xEE);
        ident.Write(written);
        Assert.Equal([.. field, 0xEE], written);
    }

    [Fact]
    public void TryRead_AcceptsExactlyTheBytesTheDaemonAccepts()
    {
        string allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-. ";
        for (int b = 1; b < 256; b++)
        {
            byte[] field = new byte[32];
            field[0] = (byte)'x';
            field[1] = (byte)b;
            Assert.Equal(allowed.Contains((char)b, StringComparison.Ordinal), RequestIdent.TryRead(field, out _));
        }
    }

    [Fact]
    public void TryRead_ReturnsFalse_WhenEmptyOrNotEnded()
    {
        Assert.False(RequestIdent.TryRead(new byte[32], out _));
        Assert.False(RequestIdent.TryRead(Bytes.Utf8(Longest + "x"), out _));
    }

    [Fact]
    public void TryRead_ReturnsFalse_WhenAnythingFollowsTheNul()
    {
        for (int at = 3; at < 32; at++)
        {
            byte[] field = Bytes.Field("ab", 32);
            field[at] = (byte)'c';
            Assert.False(RequestIdent.TryRead(field, out RequestIdent ident));
            Assert.Equal(default, ident);
        }
    }

    [Fact]
    public void TryRead_ReturnsFalse_WhenTheFieldHasAnotherSize()
    {
        byte[] field = Bytes.Field("a", 40);
        for (int size = 0; size <= field.Length; size++)
        {
            Assert.Equal(size == 32, RequestIdent.TryRead(field.AsSpan(0, size), out _));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(Longest + "x")]
    [InlineData("a\0")]
    [InlineData("a/b")]
    [InlineData("a\nb")]
    [InlineData("größe")]
    [InlineData("ıİ")]
    [InlineData("日本")]
    [InlineData("مرحبا")]
    [InlineData("٣")]
    public void Constructor_Throws_WhenTheDaemonWouldRefuseIt(string text) =>
        Assert.Throws<ArgumentException>(() => new RequestIdent(text));
}

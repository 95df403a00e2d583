using PedOS.Protocols.FileCopy;
using Xunit;

namespace PedOS.Protocols.Tests.FileCopy;

public sealed class FileCopyWriterTests
{
    private static readonly EntryTime Accessed = new(1_600_000_000, 111);
    private static readonly EntryTime Modified = new(1_600_000_001, 0);

    [Fact]
    public void Entry_HasTheBytesOfTheProtocol()
    {
        FileCopyWriter writer = new();
        Assert.Equal(
            CopyStream.Entry(CopyStream.File, "ğ", "", 3),
            writer.Entry("ğ"u8, CopyStream.File, 3, Accessed, Modified));
        writer.Data("ab"u8);
        writer.Data("c"u8);
        Assert.Equal(
            CopyStream.Entry(CopyStream.Link, "d/l", "x"),
            writer.Entry("d/l"u8, CopyStream.Link, 99, Accessed, Modified, "x"u8));
        Assert.Equal(
            CopyStream.Entry(CopyStream.Directory, "d"),
            writer.Entry("d"u8, CopyStream.Directory, 0, Accessed, Modified));
        Assert.Equal(CopyStream.End, writer.End());
        byte[] stream =
        [
            .. CopyStream.Entry(CopyStream.File, "ğ", "abc"), .. CopyStream.Entry(CopyStream.Link, "d/l", "x"),
            .. CopyStream.Entry(CopyStream.Directory, "d"), .. CopyStream.End,
        ];
        Assert.EndsWith($"end {writer.Crc:x8}", CopyStream.Read(stream), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 0x81A4u, 0, "", 84)]
    [InlineData("a/../b", 0x81A4u, 0, "", 84)]
    [InlineData("/a", 0x41EDu, 0, "", 84)]
    [InlineData("p", 0x11A4u, 0, "", 22)]
    [InlineData("l", 0xA1FFu, 0, "x", 67)]
    [InlineData("d/l", 0xA1FFu, 0, "../x", 67)]
    public void Entry_Refuses_WhatAReceiverWouldNotTake(
        string name, uint mode, ulong length, string target, uint error) =>
        Assert.Equal(error, Assert.Throws<FileCopyException>(() => new FileCopyWriter().Entry(
            Bytes.Utf8(name), mode, length, Accessed, Modified, Bytes.Utf8(target))).Error);

    [Theory]
    [InlineData(16382, null)]
    [InlineData(16383, 36u)]
    public void Entry_TakesNames_UpToTheLimit(int length, uint? error)
    {
        byte[] name = Bytes.Utf8(new string('n', length));
        Exception? thrown = Record.Exception(
            () => new FileCopyWriter().Entry(name, CopyStream.File, 0, Accessed, Modified));
        Assert.Equal(error, (thrown as FileCopyException)?.Error);
    }

    [Fact]
    public void Writing_Throws_WhenAFileIsNotAsLongAsAnnounced()
    {
        FileCopyWriter writer = new();
        _ = writer.Entry("f"u8, CopyStream.File, 2, Accessed, Modified);
        Assert.Throws<ArgumentException>(() => writer.Data("abc"u8));
        writer.Data("a"u8);
        Assert.Throws<InvalidOperationException>(() => writer.Entry("g"u8, CopyStream.File, 0, Accessed, Modified));
        Assert.Throws<InvalidOperationException>(() => writer.End());
        writer.Data("b"u8);
        Assert.Equal(32, writer.End().Length);
    }

    [Theory]
    [InlineData("1969-12-31T23:59:59Z", 0, 0)]
    [InlineData("1970-01-01T00:00:00Z", 0, 0)]
    [InlineData("2020-09-13T12:26:40.0000001Z", 1_600_000_000, 100)]
    [InlineData("2106-02-07T06:28:15.9999999Z", uint.MaxValue, 999_999_900)]
    [InlineData("2106-02-07T06:28:16Z", uint.MaxValue, 0)]
    [InlineData("9999-12-31T23:59:59Z", uint.MaxValue, 0)]
    public void Times_AreCutOffWhereTheProtocolEnds(string text, uint seconds, uint nanoseconds)
    {
        DateTimeOffset time = DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        EntryTime sent = EntryTime.From(time);
        Assert.Equal(new EntryTime(seconds, nanoseconds), sent);
        if (time.Year is >= 1970 and < 2106)
        {
            Assert.Equal(time, sent.ToDateTimeOffset());
        }
    }
}

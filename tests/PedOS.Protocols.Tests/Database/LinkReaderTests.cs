using PedOS.Protocols.Database;
using Xunit;

namespace PedOS.Protocols.Tests.Database;

public sealed class LinkReaderTests
{
    private static readonly byte[] End = Message.Of(11, "");
    private static readonly byte[] SyncRequest = Message.Of(2, "");

    [Theory]
    [InlineData(1, "/k", "v")]
    [InlineData(1, "/k", "")]
    [InlineData(4, "/k", "")]
    [InlineData(4, "/w/", "")]
    [InlineData(7, "/k", "")]
    [InlineData(9, "/k", "")]
    public void TryRead_ReadsChangesAfterTheSync(byte type, string path, string data)
    {
        byte[] message = Message.Text(type, path, data);
        foreach (LinkSender sender in Enum.GetValues<LinkSender>())
        {
            Framing.Check((buffer, out consumed) => Synced(sender).TryRead(buffer, out _, out consumed), message);
            Assert.Equal(ReadStatus.Done, Synced(sender).TryRead(message, out DatabaseMessage read, out _));
            Assert.Equal(type, (byte)read.Type);
            Assert.Equal(Bytes.Utf8(path), read.Path);
            Assert.Equal(Bytes.Utf8(data), read.Data);
        }
    }

    [Fact]
    public void TryRead_ReadsTheSync()
    {
        LinkReader reader = new(LinkSender.Dom0);
        byte[] entry = Message.Text(11, "/type", "AppVM");
        Framing.Check(
            (buffer, out consumed) => new LinkReader(LinkSender.Dom0).TryRead(buffer, out _, out consumed), entry);
        Assert.Equal(ReadStatus.Done, reader.TryRead(entry, out DatabaseMessage read, out _));
        Assert.Equal("AppVM"u8, read.Data);
        Assert.False(reader.IsSynced);
        Assert.Equal(ReadStatus.Done, reader.TryRead(End, out read, out _));
        Assert.True(read.IsEnd);
        Assert.True(reader.IsSynced);
    }

    [Fact]
    public void TryRead_IsNotSynced_ByAPrefixOfTheEnd()
    {
        LinkReader reader = new(LinkSender.Dom0);
        Assert.Equal(ReadStatus.NeedMore, reader.TryRead(End.AsSpan(0, 71), out _, out _));
        Assert.False(reader.IsSynced);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(10)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(255)]
    public void TryRead_Throws_WhenTheTypeIsForClients(byte type)
    {
        foreach (LinkSender sender in Enum.GetValues<LinkSender>())
        {
            Assert.Equal("DatabaseType", ErrorId(new LinkReader(sender), Message.Of(type, "/k")));
            Assert.Equal("DatabaseType", ErrorId(Synced(sender), Message.Of(type, "/k")));
        }
    }

    [Fact]
    public void TryRead_Throws_WhenTheOrderIsWrong()
    {
        Assert.Equal("DatabaseOrder", ErrorId(Synced(LinkSender.Dom0), Message.Of(11, "/k")));
        Assert.Equal("DatabaseOrder", ErrorId(Synced(LinkSender.Dom0), End));
        Assert.Equal("DatabaseOrder", ErrorId(new LinkReader(LinkSender.Dom0), Message.Of(1, "/k")));
        Assert.Equal("DatabaseOrder", ErrorId(new LinkReader(LinkSender.Dom0), Message.Of(4, "/k")));
        Assert.Equal("DatabaseOrder", ErrorId(Synced(LinkSender.Machine), SyncRequest));
        Assert.Equal("DatabaseType", ErrorId(new LinkReader(LinkSender.Dom0), SyncRequest));
        Assert.Equal("DatabaseType", ErrorId(new LinkReader(LinkSender.Machine), End));
    }

    [Theory]
    [InlineData(1, "")]
    [InlineData(1, "/dir/")]
    [InlineData(1, "relative")]
    [InlineData(1, "/a b")]
    [InlineData(4, "-x")]
    [InlineData(7, "/ş")]
    public void TryRead_Throws_WhenThePathIsImpossible(byte type, string path) =>
        Assert.Equal("DatabasePath", ErrorId(Synced(LinkSender.Dom0), Message.Of(type, path)));

    [Theory]
    [InlineData("/dir/")]
    [InlineData("relative")]
    public void TryRead_Throws_WhenAnEntryOfTheSyncHasAnImpossiblePath(string path) =>
        Assert.Equal("DatabasePath", ErrorId(new LinkReader(LinkSender.Dom0), Message.Of(11, path)));

    [Fact]
    public void TryRead_Throws_WhenARequestForASyncNamesAPath() =>
        Assert.Equal("DatabasePath", ErrorId(new LinkReader(LinkSender.Machine), Message.Of(2, "/k")));

    [Theory]
    [InlineData(1, 3072)]
    [InlineData(1, 0xFFFFFFFFL)]
    [InlineData(4, 1)]
    [InlineData(7, 1)]
    [InlineData(9, 1)]
    public void TryRead_Throws_BeforeTheDataIsAwaited(byte type, long announced) => Assert.Equal(
        "DatabaseLength",
        ErrorId(Synced(LinkSender.Dom0), Message.Raw(type, "/k"u8.ToArray(), [], announced)));

    [Fact]
    public void TryRead_Throws_WhenTheEndOfTheSyncHasData() =>
        Assert.Equal("DatabaseLength", ErrorId(new LinkReader(LinkSender.Dom0), Message.Text(11, "", "x")));

    [Fact]
    public void TryRead_LetsOnlyAWriteHoldANul()
    {
        byte[] write = Message.Of(1, "/k", 1, 0, 1);
        Assert.Equal(ReadStatus.Done, Synced(LinkSender.Dom0).TryRead(write, out DatabaseMessage read, out _));
        Assert.Equal((byte[])[1, 0, 1], read.Data);
        Assert.Equal("DatabaseValue", ErrorId(new LinkReader(LinkSender.Dom0), Message.Of(11, "/k", 1, 0)));
    }

    [Fact]
    public void TryRead_TakesTheLongestValue()
    {
        byte[] message = Message.Text(1, "/k", new string('x', 3071));
        Assert.Equal(ReadStatus.Done, Synced(LinkSender.Machine).TryRead(message, out DatabaseMessage read, out _));
        Assert.Equal(3071, read.Data.Length);
    }

    private static LinkReader Synced(LinkSender sender)
    {
        LinkReader reader = new(sender);
        Assert.Equal(ReadStatus.Done, reader.TryRead(sender == LinkSender.Dom0 ? End : SyncRequest, out _, out _));
        return reader;
    }

    private static string ErrorId(LinkReader reader, byte[] buffer) =>
        Assert.Throws<ProtocolException>(() => reader.TryRead(buffer, out _, out _)).ErrorId;
}

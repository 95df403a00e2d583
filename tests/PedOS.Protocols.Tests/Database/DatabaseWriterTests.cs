using PedOS.Protocols.Database;
using Xunit;

namespace PedOS.Protocols.Tests.Database;

public sealed class DatabaseWriterTests
{
    [Fact]
    public void Build_GivesExactBytes()
    {
        byte[] expected =
        [
            1, .. Bytes.Field("/test/key", 64), 0, 0, 0, 7, 0, 0, 0, .. Bytes.Utf8("value 1"),
        ];
        Assert.Equal(79, expected.Length);
        Assert.Equal(expected, DatabaseWriter.Build(DatabaseMessageType.Write, "/test/key"u8, "value 1"u8));
    }

    [Fact]
    public void Write_ClearsWhatWasThereBefore()
    {
        byte[] buffer = [.. Enumerable.Repeat((byte)0xAA, 80)];
        Assert.Equal(72, DatabaseWriter.Write(buffer, DatabaseMessageType.RespOk, "/a"u8));
        Assert.Equal((byte[])[7, .. Bytes.Field("/a", 71)], buffer[..72]);
        Assert.All(buffer[72..], b => Assert.Equal(0xAA, b));
    }

    [Fact]
    public void Build_TakesTheLongestAndNoMore()
    {
        byte[] path = Bytes.Utf8("/" + new string('p', 62));
        byte[] value = [.. Enumerable.Repeat((byte)'v', 3071)];
        byte[] message = DatabaseWriter.Build(DatabaseMessageType.Write, path, value);
        Assert.Equal(DatabaseAbi.MaxMessage, message.Length);
        Assert.Equal(0, message[64]);
        Assert.Throws<ArgumentException>(
            () => DatabaseWriter.Build(DatabaseMessageType.Write, [.. path, (byte)'p']));
        Assert.Throws<ArgumentException>(
            () => DatabaseWriter.Build(DatabaseMessageType.Write, path, [.. value, (byte)'v']));
        Assert.Throws<ArgumentException>(() => DatabaseWriter.Build(DatabaseMessageType.Write, [(byte)'/', 0]));
    }
}

using PedOS.Protocols.Database;
using Xunit;

namespace PedOS.Protocols.Tests.Database;

public sealed class ClientAnswerReaderTests
{
    [Theory]
    [InlineData(7, "/k", "")]
    [InlineData(8, "/k", "")]
    [InlineData(9, "/bad key", "")]
    [InlineData(10, "/k", "v")]
    [InlineData(10, "/k", "")]
    [InlineData(11, "/k", "v")]
    [InlineData(11, "", "")]
    [InlineData(12, "/k", "")]
    [InlineData(12, "", "")]
    [InlineData(13, "/w/", "")]
    public void TryRead_ReadsAnAnswer_AndNoPrefixOfIt(byte type, string path, string data)
    {
        byte[] message = Message.Text(type, path, data);
        Framing.Check(Read, message);
        Assert.Equal(ReadStatus.Done, ClientAnswerReader.TryRead(message, out DatabaseMessage answer, out _));
        Assert.Equal(type, (byte)answer.Type);
        Assert.Equal(Bytes.Utf8(path), answer.Path);
        Assert.Equal(Bytes.Utf8(data), answer.Data);
        Assert.Equal(path.Length == 0, answer.IsEnd);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(14)]
    [InlineData(255)]
    public void TryRead_Throws_WhenNoDaemonSendsThis(byte type) =>
        Assert.Equal("DatabaseType", Framing.ErrorId(Read, Message.Of(type, "/k")));

    [Theory]
    [InlineData(10, "/a b")]
    [InlineData(11, "-x")]
    [InlineData(13, "/ç")]
    public void TryRead_Throws_WhenThePathIsImpossible(byte type, string path) =>
        Assert.Equal("DatabasePath", Framing.ErrorId(Read, Message.Of(type, path)));

    [Theory]
    [InlineData(7, "/k", 1)]
    [InlineData(8, "/k", 1)]
    [InlineData(9, "/k", 1)]
    [InlineData(10, "/k", 3072)]
    [InlineData(10, "/k", 0xFFFFFFFFL)]
    [InlineData(11, "/k", 3072)]
    [InlineData(11, "", 1)]
    [InlineData(12, "/k", 1)]
    [InlineData(13, "/k", 1)]
    public void TryRead_Throws_BeforeTheDataIsAwaited(byte type, string path, long announced) =>
        Assert.Equal("DatabaseLength", Framing.ErrorId(Read, Message.Raw(type, Bytes.Utf8(path), [], announced)));

    [Fact]
    public void TryRead_TakesTheLongestValue()
    {
        byte[] message = Message.Text(10, "/k", new string('x', 3071));
        ReadStatus status = ClientAnswerReader.TryRead(message, out DatabaseMessage answer, out int consumed);
        Assert.Equal(ReadStatus.Done, status);
        Assert.Equal(3071, answer.Data.Length);
        Assert.Equal(72 + 3071, consumed);
    }

    [Fact]
    public void TryRead_Throws_WhenAValueHoldsANul() =>
        Assert.Equal("DatabaseValue", Framing.ErrorId(Read, Message.Of(10, "/k", 1, 0)));

    private static ReadStatus Read(ReadOnlySpan<byte> buffer, out int consumed) =>
        ClientAnswerReader.TryRead(buffer, out _, out consumed);
}

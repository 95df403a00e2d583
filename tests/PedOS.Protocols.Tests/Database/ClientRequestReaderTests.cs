using System.Text;
using PedOS.Protocols.Database;
using Xunit;

namespace PedOS.Protocols.Tests.Database;

public sealed class ClientRequestReaderTests
{
    [Theory]
    [InlineData(0, "/qubes-ip", "")]
    [InlineData(1, "/k", "v")]
    [InlineData(1, "/k", "")]
    [InlineData(1, "/dir/", "not judged here")]
    [InlineData(2, "", "")]
    [InlineData(3, "/qubes-", "")]
    [InlineData(4, "/w/", "")]
    [InlineData(5, "/not/yet/", "")]
    [InlineData(6, "relative", "")]
    public void TryRead_ReadsARequest_AndNoPrefixOfIt(byte type, string path, string data)
    {
        byte[] message = Message.Text(type, path, data);
        Framing.Check(
            (buffer, out consumed) => new ClientRequestReader().TryRead(buffer, out _, out consumed), message);
        Assert.Equal([$"{type} {path} {data}"], ReadAll(message, message.Length));
    }

    [Theory]
    [InlineData(3070, false)]
    [InlineData(3071, false)]
    [InlineData(3072, true)]
    [InlineData(100_000, true)]
    public void TryRead_RefusesValuesThatAreTooLong_AndGoesOn(int length, bool refused)
    {
        string value = new('x', length);
        byte[] stream = [.. Message.Text(1, "/k", value), .. Message.Of(0, "/next")];
        Assert.Equal(
            [refused ? "REFUSED 1 /k" : $"1 /k {value}", "0 /next "],
            ReadAll(stream, 4096));
    }

    [Fact]
    public void TryRead_SkipsFourGigabytesWithoutHoldingThem()
    {
        ClientRequestReader reader = new();
        byte[] header = Message.Raw(1, "/k"u8.ToArray(), [], uint.MaxValue);
        Assert.Equal(ReadStatus.NeedMore, reader.TryRead(header, out _, out int consumed));
        Assert.Equal(72, consumed);
        byte[] block = new byte[1 << 20];
        for (long left = uint.MaxValue; left > 0; left -= consumed)
        {
            ReadStatus status = reader.TryRead(block, out ClientRequest request, out consumed);
            Assert.Equal(left <= block.Length ? ReadStatus.Done : ReadStatus.NeedMore, status);
            Assert.Equal(Math.Min(left, block.Length), consumed);
            Assert.Equal(status == ReadStatus.Done, request.IsRefused);
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(255)]
    public void TryRead_RefusesTypesThatNoClientSends(byte type) => Assert.Equal(
        [$"REFUSED {type} /k", "0 /next "],
        ReadAll([.. Message.Text(type, "/k", "data"), .. Message.Of(0, "/next")], 4096));

    [Theory]
    [InlineData("/bad key")]
    [InlineData("-/a")]
    [InlineData("/ğ")]
    public void TryRead_RefusesBadPaths_AndEchoesThem(string path) => Assert.Equal(
        [$"REFUSED 1 {path}", "0 /next "], ReadAll([.. Message.Text(1, path, "1"), .. Message.Of(0, "/next")], 4096));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void TryRead_RefusesDataWhereNoneBelongs(byte type) => Assert.Equal(
        [$"REFUSED {type} /k"], ReadAll(Message.Text(type, "/k", "x"), 4096));

    [Fact]
    public void TryRead_Throws_WhenAReadHasData() => Assert.Equal(
        "DatabaseReadData",
        Framing.ErrorId(
            (buffer, out consumed) => new ClientRequestReader().TryRead(buffer, out _, out consumed),
            Message.Raw(0, "/k"u8.ToArray(), [], 1)));

    [Fact]
    public void TryRead_TakesTheLastByteOfThePathFieldAsItsEnd()
    {
        byte[] message = Message.Of(0, "/" + new string('a', 62));
        message[64] = (byte)'b';
        Assert.Equal(["0 /" + new string('a', 62) + " "], ReadAll(message, 4096));
    }

    [Fact]
    public void TryRead_GivesTheSame_WhereverTheStreamIsCut()
    {
        byte[] stream =
        [
            .. Message.Text(1, "/k", "v"), .. Message.Text(99, "/unknown", "data"), .. Message.Of(0, "/k"),
            .. Message.Of(2, ""),
        ];
        string[] expected = ["1 /k v", "REFUSED 99 /unknown", "0 /k ", "2  "];
        for (int piece = 1; piece <= stream.Length; piece++)
        {
            Assert.Equal(expected, ReadAll(stream, piece));
        }
    }

    // Gives the stream in pieces, as a socket does.
    private static List<string> ReadAll(byte[] stream, int piece)
    {
        List<string> requests = [];
        ClientRequestReader reader = new();
        List<byte> unread = [];
        for (int at = 0; at < stream.Length; at += piece)
        {
            unread.AddRange(stream.AsSpan(at, Math.Min(piece, stream.Length - at)));
            bool done = true;
            while (done)
            {
                done = reader.TryRead([.. unread], out ClientRequest request, out int consumed) == ReadStatus.Done;
                unread.RemoveRange(0, consumed);
                if (done)
                {
                    string path = Encoding.UTF8.GetString(request.Path);
                    requests.Add(request.IsRefused
                        ? $"REFUSED {(byte)request.Type} {path}"
                        : $"{(byte)request.Type} {path} {Encoding.UTF8.GetString(request.Data)}");
                }
            }
        }

        Assert.Empty(unread);
        return requests;
    }
}

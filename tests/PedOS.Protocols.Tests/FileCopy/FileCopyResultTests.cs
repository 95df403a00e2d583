using PedOS.Protocols.FileCopy;
using Xunit;

namespace PedOS.Protocols.Tests.FileCopy;

public sealed class FileCopyResultTests
{
    private static readonly byte[] Answer = [.. Bytes.U32(17, 0, 0x89ABCDEF, 0, 3), .. "a/b"u8];

    [Fact]
    public void TryRead_NeedsTheWhole_UntilNoMoreComes()
    {
        Framing.Check(
            (buffer, out consumed) =>
            {
                ReadStatus status = FileCopyResult.TryRead(buffer, isEnd: false, out _);
                consumed = status == ReadStatus.Done ? Answer.Length : 0;
                return status;
            },
            Answer);
        for (int length = 16; length <= Answer.Length; length++)
        {
            Assert.Equal(
                ReadStatus.Done,
                FileCopyResult.TryRead(Answer.AsSpan(0, length), isEnd: true, out FileCopyResult? result));
            Assert.Equal((17u, 0x89ABCDEF), (result!.Error, result.Crc));
            Assert.Equal("a/b"[..Math.Max(0, length - 20)], System.Text.Encoding.UTF8.GetString(result.LastName.Span));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    public void TryRead_Throws_WhenNoAnswerCame(int length) => Assert.Equal(
        "FileCopyNoResult",
        Assert.Throws<ProtocolException>(
            () => FileCopyResult.TryRead(Answer.AsSpan(0, length), isEnd: true, out _)).ErrorId);

    [Theory]
    [InlineData(0)]
    [InlineData(16384)]
    [InlineData(16385)]
    public void LastNames_AreCutAtTheLimit(int length)
    {
        byte[] name = Bytes.Utf8(new string('n', length));
        int kept = Math.Min(length, 16384);
        byte[] bytes = new FileCopyResult(0, 1, name).ToBytes();
        Assert.Equal(20 + kept, bytes.Length);
        byte[] longer = [.. Bytes.U32(0, 0, 1, 0, (uint)length), .. name];
        Assert.Equal(ReadStatus.Done, FileCopyResult.TryRead(longer, isEnd: false, out FileCopyResult? result));
        Assert.Equal(kept, result!.LastName.Length);
    }

    [Fact]
    public void EveryNumber_HasAText() => Assert.All(
        (uint[])[0, 2, 13, 17, 20, 22, 28, 36, 67, 84, 121, 122, 31415926, 99, uint.MaxValue],
        static error => Assert.False(string.IsNullOrWhiteSpace(FileCopyError.Text(error))));
}

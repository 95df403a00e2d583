using PedOS.Protocols.FileCopy;
using Xunit;

namespace PedOS.Protocols.Tests.FileCopy;

/// <summary>Streams of the original's packer, and the answers of its receiver.</summary>
public sealed class FileCopyVectorTests
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "vectors", "filecopy");

    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Folder, "*.stream.bin").Select(static f => Path.GetFileName(f).Split('.')[0])];

    public static TheoryData<string> Packed =>
        ["single-file", "tree", "two-args-empty-and-9600", "utf8-name", "no-files"];

    // What the reader cannot know: whether there is a file of that name.
    [Theory]
    [MemberData(nameof(Names))]
    public void TheAnswer_IsTheOriginals(string name)
    {
        byte[] stream = Read(name, "stream");
        byte[] answer = Read(name, "result");
        Assert.Equal(ReadStatus.Done, FileCopyResult.TryRead(answer, isEnd: true, out FileCopyResult? result));
        string text = CopyStream.Read(stream);
        string last = text[(text.LastIndexOf('\n') + 1)..];
        if (name == "err-exists")
        {
            Assert.Equal(FileCopyError.EEXIST, result!.Error);
            Assert.StartsWith("end ", last, StringComparison.Ordinal);
            return;
        }

        string about = System.Text.Encoding.UTF8.GetString(result!.LastName.Span);
        string expected = result.Error == 0
            ? FormattableString.Invariant($"end {result.Crc:x8}")
            : FormattableString.Invariant($"error {result.Error} '{about}' {result.Crc:x8}");
        Assert.EndsWith(expected, text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheAnswer_IsWrittenAgain(string name)
    {
        byte[] bytes = Read(name, "result");
        _ = FileCopyResult.TryRead(bytes, isEnd: false, out FileCopyResult? result);
        Assert.Equal(bytes, result!.ToBytes());
    }

    [Theory]
    [MemberData(nameof(Packed))]
    public void TheStream_IsWrittenAgain(string name)
    {
        byte[] stream = Read(name, "stream");
        FileCopyReader reader = new(takesAllNames: false);
        FileCopyWriter writer = new();
        List<byte> written = [];
        for (int at = 0; ;)
        {
            FileCopyStep step = reader.Read(stream.AsSpan(at), out int consumed);
            ReadOnlySpan<byte> bytes = stream.AsSpan(at, consumed);
            at += consumed;
            if (step == FileCopyStep.Entry)
            {
                EntryHeader header = reader.Header;
                written.AddRange(writer.Entry(
                    reader.Name.Span,
                    header.Mode,
                    header.Length,
                    header.Accessed,
                    header.Modified,
                    reader.Target.Span));
            }
            else if (step == FileCopyStep.Data)
            {
                writer.Data(bytes);
                written.AddRange(bytes);
            }
            else if (step == FileCopyStep.End)
            {
                written.AddRange(writer.End());
                break;
            }
        }

        Assert.Equal(stream, written);
        Assert.Equal(reader.Crc, writer.Crc);
    }

    private static byte[] Read(string name, string what) =>
        File.ReadAllBytes(Path.Combine(Folder, $"{name}.{what}.bin"));
}

using PedOS.Protocols.FileCopy;
using Xunit;

namespace PedOS.Rpc.Tests.Files;

/// <summary>Recorded streams, received; the answers are those that the original's receiver gave.</summary>
public sealed class ReceiveVectorTests
{
    private static string Vectors => Path.Combine(AppContext.BaseDirectory, "vectors", "filecopy");

    public static TheoryData<string, int, string> Cases => new()
    {
        { "err-absolute", 84, "" },
        { "err-bad-mode-fifo", 22, "" },
        { "err-control-char", 84, "" },
        { "err-dotdot", 84, "" },
        { "err-exists", 17, "x 600" },
        { "err-no-end-marker", 121, "x 644" },
        { "err-symlink-escape", 67, "d/ 700" },
        { "err-toplevel-symlink", 67, "" },
        { "err-truncated", 118, "" },
        { "name-without-nul", 0, "nonul 640" },
        { "no-files", 0, "" },
        { "single-file", 0, "hello.txt 644" },
        {
            "tree", 0,
            "tree/ 755, tree/a.txt 600, tree/empty/ 555, tree/sub/ 755, tree/sub/b.bin 755, tree/sub/link -> b.bin"
        },
        { "two-args-empty-and-9600", 0, "big 644, empty 644" },
        { "utf8-name", 0, "zażółć gęślą.txt 644" },
    };

    [Fact]
    public void EveryRecordedStream_IsACase() => Assert.Equal(
        Directory.GetFiles(Vectors, "*.stream.bin").Select(static f => Path.GetFileName(f).Split('.')[0])
            .Order(StringComparer.Ordinal),
        Cases.Select(static c => c.Data.Item1).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheAnswer_AndWhatIsThere_AreTheOriginals(string name, int exitCode, string tree)
    {
        using Received received = new();
        if (name == "err-exists")
        {
            _ = Directory.CreateDirectory(received.Folder);
            File.WriteAllText(received.PathOf("x"), "mine");
            File.SetUnixFileMode(received.PathOf("x"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        byte[] expected = File.ReadAllBytes(Path.Combine(Vectors, $"{name}.result.bin"));
        FileCopyResult result = received.Take(File.ReadAllBytes(Path.Combine(Vectors, $"{name}.stream.bin")));
        byte[] given = result.ToBytes();
        if (result.Error == FileCopyError.EEXIST)
        {
            // How much was read by then is the receiver's own; senders do not look at it.
            expected.AsSpan(8, 4).CopyTo(given.AsSpan(8));
        }

        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(given));
        Assert.Equal(exitCode, received.ExitCode);
        Assert.Equal(tree, string.Join(", ", Describe(received.Folder)));
        if (name == "err-exists")
        {
            Assert.Equal("mine", File.ReadAllText(received.PathOf("x")));
        }
    }

    private static IEnumerable<string> Describe(string folder) => new DirectoryInfo(folder)
        .EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
        .Select(entry =>
        {
            string path = Path.GetRelativePath(folder, entry.FullName) + (entry is DirectoryInfo ? "/" : "");
            if (entry.LinkTarget is { } target)
            {
                return $"{path} -> {target}";
            }

            if (!path.StartsWith('x') && !path.StartsWith('d') && !path.StartsWith("nonul", StringComparison.Ordinal))
            {
                Assert.Equal(1_600_000_001.2223334, (entry.LastWriteTimeUtc - DateTime.UnixEpoch).TotalSeconds, 6);
            }

            return $"{path} {Convert.ToString((int)entry.UnixFileMode, 8)}";
        })
        .Order(StringComparer.Ordinal);
}

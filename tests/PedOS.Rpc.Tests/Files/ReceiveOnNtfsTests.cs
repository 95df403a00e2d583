using System.Text;
using PedOS.Agents.Files;
using PedOS.Agents.Posix.Files;
using PedOS.Protocols.FileCopy;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Rpc.Tests.Files;

/// <summary>
/// Files are received on a real NTFS, under the names and with the marks that Windows gets, by the calls of Linux. The
/// volume is mounted so that it refuses names which Windows cannot have.
/// </summary>
public sealed class ReceiveOnNtfsTests : IDisposable
{
    private readonly Received _received = new() { Names = NameRule.Windows };
    private NtfsVolume? _volume;

    private string Folder => Path.Combine(_volume!.Root, "QubesIncoming", "arbeit");

    public void Dispose()
    {
        _received.Dispose();
        _volume?.Dispose();
    }

    [Fact]
    public void TwoThousandHostileNames_AreHeld_Marked_AndReadAgain()
    {
        Begin(megabytes: 64);
        _received.Set("QREXEC_SERVICE_ARGUMENT", "allow-all-names");
        Dictionary<string, byte[]> corpus = Corpus();
        Assert.True(corpus.Count >= 2000, $"{corpus.Count} names");
        FileCopyResult result = _received.Take(
            [Wire.Entry(Wire.Folder, "d"), .. corpus.Values.Select(n => Wire.Entry(Wire.File, [.. "d/"u8, .. n], n)),
                Wire.Entry(Wire.Folder, "d"), Wire.End]);
        Assert.Equal((0u, ""), (result.Error, _received.Complaint));

        string[] there =
            [.. Directory.GetFiles(Path.Combine(Folder, "d")).Select(static path => Path.GetFileName(path))];
        Assert.Equal(corpus.Count, there.Length);
        _volume!.Unmount();
        int renamed = 0;
        foreach (string held in there)
        {
            Assert.True(WindowsName.TryRead(held, out byte[] name), held);
            Assert.True(corpus.Remove(Convert.ToHexString(name)), held);

            // Each costs the start of a program.
            if (renamed < 20 && !Encoding.UTF8.GetBytes(held).AsSpan().SequenceEqual(name))
            {
                renamed++;
                string path = $"QubesIncoming/arbeit/d/{held}";
                Assert.Equal(
                    Encoding.UTF8.GetString(ZoneMark.From("arbeit")), _volume.ReadStream(path, ZoneMark.Stream));
                Assert.Equal(Encoding.UTF8.GetString(name), _volume.ReadStream(path, IncomingTree.NameNote));
            }
        }

        Assert.Empty(corpus);
        Assert.Equal(20, renamed);
    }

    [Fact]
    public void LongNames_DeepFolders_AndTimes_AreKept()
    {
        Begin(megabytes: 64);
        string part = string.Concat(Enumerable.Repeat("日本語の長い名前", 30));
        List<byte[]> stream = [];
        string path = part;
        for (int depth = 0; depth < 20; depth++, path += $"/{part}")
        {
            stream.Add(Wire.Entry(Wire.Folder, path));
        }

        string last = path[..path.LastIndexOf('/')];
        FileCopyResult result = _received.Take(
            [.. stream, Wire.Entry(Wire.File, $"{last}/{new string('x', 300)}.txt", "tief"), Wire.End]);
        Assert.Equal((0u, ""), (result.Error, _received.Complaint));

        // As deep as one call of the system reaches; what is below is reached step by step.
        using IIncomingFolder root = PosixIncomingFolder.Open(Folder);
        IIncomingFolder at = root;
        for (int depth = 0; depth < 20; depth++)
        {
            IIncomingFolder below = at.TryOpenFolder(Encoding.UTF8.GetBytes(part))!;
            Assert.NotNull(below);
            if (at != root)
            {
                at.Dispose();
            }

            at = below;
        }

        byte[] held = Encoding.UTF8.GetBytes(WindowsName.From(Encoding.UTF8.GetBytes($"{new string('x', 300)}.txt")));
        Assert.Equal(held, at.FindName(held));
        at.Dispose();
        Assert.Equal(0u, _received.Take(Wire.Entry(Wire.File, "times", "x"), Wire.End).Error);
        Assert.Equal(
            DateTime.UnixEpoch.AddSeconds(Wire.Modified).AddTicks(5),
            File.GetLastWriteTimeUtc(Path.Combine(Folder, "times")));
    }

    [Fact]
    public void ADiskThatFillsUpMeanwhile_IsTold_AndThePartIsGone()
    {
        Begin(megabytes: 24);
        byte[] whole = Wire.Entry(Wire.File, "whole", "1");
        byte[] big = Wire.Entry(Wire.File, [.. "big"u8], new byte[8 << 20]);
        using HookedStream input = new([.. whole, .. big, .. Wire.End], 1 << 20, FillUp);
        FileCopyResult result = _received.Take(input);
        Assert.Equal(
            (FileCopyError.ENOSPC, "big"), (result.Error, Encoding.UTF8.GetString(result.LastName.Span)));
        Assert.Equal(["whole"], Directory.GetFileSystemEntries(Folder).Select(Path.GetFileName));
        Assert.Equal("1", File.ReadAllText(Path.Combine(Folder, "whole")));
        Assert.Equal((int)FileCopyError.ENOSPC, _received.ExitCode);
    }

    [Fact]
    public void ALinkOfTheVolume_IsNotGoneThrough()
    {
        Begin(megabytes: 24);
        string outside = Directory.CreateDirectory(Path.Combine(_volume!.Root, "outside")).FullName;
        _ = Directory.CreateDirectory(Folder);
        _ = Directory.CreateSymbolicLink(Path.Combine(Folder, "l"), outside);
        Assert.Equal(20u, _received.Take(Wire.Entry(Wire.File, "l/a", "x"), Wire.End).Error);
        Assert.Equal(20u, _received.Take(Wire.Entry(Wire.Folder, "l"), Wire.End).Error);
        Assert.Equal(17u, _received.Take(Wire.Entry(Wire.File, "l", "x"), Wire.End).Error);
        Assert.Empty(Directory.GetFileSystemEntries(outside));
    }

    private void Begin(int megabytes)
    {
        _volume = NtfsVolume.TryCreate(megabytes, "windows_names", out string problem);
        Assert.SkipWhen(_volume is null, problem);
        _received.Documents = () => PosixIncomingFolder.Open(_volume!.Root);
    }

    private void FillUp()
    {
        using FileStream filler = File.Create(Path.Combine(_volume!.Root, "filler"));
        byte[] block = new byte[4096];
        try
        {
            while (true)
            {
                filler.Write(block);
                filler.Flush();
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    // By their hexadecimal digits. NTFS as it is mounted here finds names only as they are written.
    private static Dictionary<string, byte[]> Corpus()
    {
        string[] fragments =
        [
            "a", "B", "ß", "İ", "日本", "ملف", "𝒳", ".", " ", ":", "*", "?", "\"", "<", ">", "|", "\\", "\t", "\n",
            "\u001b[2J", "\u007f", "\u0085", "\u202e", "\u2028", "\ufeff", "%", "%41", "%~", "%=", "CON", "nul",
            "COM1", "com\u00b9", "LPT9", "AUX", "PRN", "CONIN$", ".txt", ".tar.gz", "::$DATA",
        ];
        Random random = new(20261201);
        byte[][] torn = [.. Enumerable.Range(0, 800).Select(_ => Bytes(random))];
        return fragments.Concat(from one in fragments from two in fragments select one + two)
            .Select(static text => Encoding.UTF8.GetBytes(text))
            .Concat(torn)
            .Append([0xED, 0xA0, 0x80])
            .Where(static n => !n.Contains((byte)0) && !n.Contains((byte)'/'))
            .Where(static n => n is not ([(byte)'.'] or [(byte)'.', (byte)'.']))
            .DistinctBy(Convert.ToHexString)
            .ToDictionary(Convert.ToHexString);
    }

    private static byte[] Bytes(Random random)
    {
        byte[] bytes = new byte[random.Next(1, 12)];
        random.NextBytes(bytes);
        return bytes;
    }
}

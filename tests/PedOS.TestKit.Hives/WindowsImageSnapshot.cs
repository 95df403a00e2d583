using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace PedOS.TestKit.Hives;

/// <summary>
/// What is in an image, one line each: files with size, hash and time, directories, and what hivexregedit exports from
/// each hive. Not the times of directories and not the bytes of hives: adding and removing changes them.
/// </summary>
public sealed class WindowsImageSnapshot
{
    private const string Exporter = "hivexregedit";

    private WindowsImageSnapshot(IReadOnlyList<string> lines) => Lines = lines;

    /// <summary>Why no snapshot can be taken here; null when one can.</summary>
    public static string? MissingReason { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Any(static folder => File.Exists(Path.Join(folder, Exporter)))
            ? null
            : $"{Exporter} is missing (apt-get install -y --no-install-recommends libwin-hivex-perl)";

    /// <summary>The lines, in a fixed order.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>What another snapshot lacks ("-") and has more ("+"); empty when they are equal.</summary>
    public IReadOnlyList<string> DifferenceTo(WindowsImageSnapshot later)
    {
        HashSet<string> mine = [.. Lines];
        HashSet<string> theirs = [.. later.Lines];
        return
        [
            .. Lines.Where(line => !theirs.Contains(line)).Select(static line => "- " + line),
            .. later.Lines.Where(line => !mine.Contains(line)).Select(static line => "+ " + line),
        ];
    }

    /// <summary>One hive as text: its keys and values, by an independent program.</summary>
    public static IReadOnlyList<string> Export(string hive, string prefix)
    {
        ProcessStartInfo start = new(Exporter, ["--export", "--prefix", prefix, hive, @"\"])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? Keyed(text)
            : throw new InvalidDataException($"{Exporter} cannot read {hive}, exit code {process.ExitCode}");
    }

    internal static WindowsImageSnapshot Take(WindowsImage image) => new(
    [
        .. TakeFiles(image).Lines,
        .. image.Hives.SelectMany(static hive => Export(hive, Path.GetFileName(hive))),
    ]);

    internal static WindowsImageSnapshot TakeFiles(WindowsImage image)
    {
        HashSet<string> hives = [.. image.Hives];
        List<string> lines = [];
        EnumerationOptions all = new() { RecurseSubdirectories = true, AttributesToSkip = 0 };
        foreach (FileSystemInfo info in new DirectoryInfo(image.Root).EnumerateFileSystemInfos("*", all))
        {
            string name = Path.GetRelativePath(image.Root, info.FullName).Replace('/', '\\');
            lines.Add(
                info.LinkTarget is { } target ? $"link {name} -> {target}"
                : info is DirectoryInfo ? $"directory {name}"
                : hives.Contains(info.FullName) ? $"hive {name}"
                : FileLine((FileInfo)info, name));
        }

        lines.Sort(StringComparer.Ordinal);
        return new WindowsImageSnapshot(lines);
    }

    private static string FileLine(FileInfo info, string name)
    {
        using FileStream stream = info.OpenRead();
        string hash = Convert.ToHexString(SHA256.HashData(stream));
        string time = info.LastWriteTimeUtc.ToString("O", CultureInfo.InvariantCulture);
        return $"file {name} {info.Length} {hash} {time}";
    }

    /// <summary>Each value with its key, so that a line means something alone and order does not matter.</summary>
    private static List<string> Keyed(string text)
    {
        List<string> lines = [];
        string key = "";
        const StringSplitOptions Plain = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        foreach (string line in text.Split('\n', Plain))
        {
            if (line[0] == '[')
            {
                key = line;
                lines.Add(key);
            }
            else
            {
                lines.Add($"{key} {line}");
            }
        }

        lines.Sort(StringComparer.Ordinal);
        return lines;
    }
}

using System.Text;
using PedOS.Agents.Logging;
using PedOS.TestKit;
using PedOS.Tools.Contracts;
using Xunit;

namespace PedOS.Agents.Tests.Logging;

/// <summary>A log in a directory of its own, with a clock of its own.</summary>
public sealed class LogFixture : IAsyncDisposable
{
    public const string Program = "qrexec-agent";

    public LogFixture(IEventLog? eventLog = null, Stream? standardError = null, bool hasFallback = true)
    {
        Fallback = Directory.Join("fallback");
        LogPlaces places = new(hasFallback ? [Fallback] : [], () => standardError);
        Log = new FileLog(Program, places, eventLog, Time);

        // Files are dated by the real clock, which may differ by years from the one of the test.
        Options = new LogOptions(Directory.Join("log"), LogLevel.Info, TimeSpan.FromDays(3650), 1 << 20);
    }

    public TestDirectory Directory { get; } = new();

    public FakeTime Time { get; } = new();

    public FileLog Log { get; }

    public string Fallback { get; }

    public LogOptions Options { get; private set; }

    public string LogDirectory => Options.Directory!;

    public void Configure(Func<LogOptions, LogOptions>? change = null)
    {
        Options = change?.Invoke(Options) ?? Options;
        Log.Configure(Options);
    }

    public Task FlushAsync() => Log.FlushAsync(TestContext.Current.CancellationToken);

    /// <summary>Skips a test in which somebody removes or cuts the open file.</summary>
    public static void SkipWhereOpenFilesAreKept() =>
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets nobody remove or change an open log");

    /// <summary>Paths of the log files, oldest first.</summary>
    public static string[] Files(string directory) => System.IO.Directory.Exists(directory)
        ? [.. System.IO.Directory.GetFiles(directory).OrderBy(f => f.Length).ThenBy(f => f, StringComparer.Ordinal)]
        : [];

    /// <summary>All lines of all files of a directory, without the first line of each.</summary>
    public static string[] Lines(string directory) => [.. Files(directory).SelectMany(f => Read(f).Skip(1))];

    /// <summary>The lines of one file; fails when the last one has no end.</summary>
    public static string[] Read(string path)
    {
        string text = new UTF8Encoding(false, true).GetString(ReadBytes(path));
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return text[..^1].Split('\n');
    }

    /// <summary>The bytes of a file that is still being written.</summary>
    public static byte[] ReadBytes(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        Directory.Dispose();
    }
}

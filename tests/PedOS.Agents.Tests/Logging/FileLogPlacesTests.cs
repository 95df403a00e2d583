using System.Diagnostics;
using PedOS.Agents.Logging;
using PedOS.TestKit.Limits;
using Xunit;

namespace PedOS.Agents.Tests.Logging;

public sealed class FileLogPlacesTests
{
    private const int Limit = 20000;

    private static readonly TimeSpan RetryTime = TimeSpan.FromSeconds(30);

    [PatientFact(Timeout = Limit)]
    public async Task Write_GoesToFallback_WhenDirectoryCannotBeMade()
    {
        RecordingEventLog events = new();
        await using LogFixture fixture = new(events);
        fixture.Configure(o => o with { Directory = fixture.Directory.JoinImpossible() });
        fixture.Log.Info("first");
        fixture.Log.Info("second");
        await fixture.FlushAsync();

        string[] lines = LogFixture.Lines(fixture.Fallback);
        Assert.Contains(" W the log continues here: " + fixture.LogDirectory, lines[0], StringComparison.Ordinal);
        Assert.EndsWith(" I first", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(" I second", lines[2], StringComparison.Ordinal);
        await fixture.Log.DisposeAsync();
        string report = Assert.Single(events.Reports);
        Assert.StartsWith(
            "Error: log directory " + fixture.LogDirectory + " cannot be used", report, StringComparison.Ordinal);
    }

    [PatientTheory(Timeout = Limit)]
    [InlineData("nul\0byte")]
    [InlineData("/proc/self/nowhere")]
    public async Task Write_GoesToFallback_WhenDirectoryHasAnImpossibleName(string directory)
    {
        await using LogFixture fixture = new();
        fixture.Configure(o => o with { Directory = directory });
        fixture.Log.Info("first");
        await fixture.FlushAsync();

        Assert.EndsWith(" I first", LogFixture.Lines(fixture.Fallback)[^1], StringComparison.Ordinal);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Write_GoesToStandardError_WhenNoDirectoryCanBeUsed_AndBack()
    {
        using MemoryStream error = new();
        await using LogFixture fixture = new(standardError: error, hasFallback: false);
        string directory = fixture.Directory.JoinImpossible();
        fixture.Configure(o => o with { Directory = directory });
        fixture.Log.Info("first");
        fixture.Log.Info("second");
        await fixture.FlushAsync();
        File.Delete(Path.GetDirectoryName(directory)!);
        fixture.Log.Info("too early for another try");
        await fixture.FlushAsync();
        Assert.Equal(
            "2026-11-21T22:30:00.123Z I first\n2026-11-21T22:30:00.123Z I second\n"
            + "2026-11-21T22:30:00.123Z I too early for another try\n",
            System.Text.Encoding.UTF8.GetString(error.ToArray()));

        fixture.Time.Advance(RetryTime);
        fixture.Log.Info("back");
        await fixture.FlushAsync();
        Assert.EndsWith(" I back", LogFixture.Lines(directory)[^1], StringComparison.Ordinal);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Write_KeepsMessages_WhenNothingTakesThem_UntilSomethingDoes()
    {
        await using LogFixture fixture = new(hasFallback: false);
        string directory = fixture.Directory.JoinImpossible();
        fixture.Configure(o => o with { Directory = directory });
        fixture.Log.Info("first");
        fixture.Log.Error("second");
        await WaitUntilAsync(() => fixture.Time.Waiting > 0);
        fixture.Log.Info("third");
        File.Delete(Path.GetDirectoryName(directory)!);
        fixture.Time.Advance(RetryTime);
        await fixture.FlushAsync();

        string[] lines = LogFixture.Lines(directory);
        Assert.Equal(["first", "second", "third"], lines[^3..].Select(l => l[(l.LastIndexOf(' ') + 1)..]));
    }

    [PatientFact(Timeout = Limit)]
    public async Task Dispose_Ends_WhenNothingTakesTheMessages()
    {
        LogFixture fixture = new(hasFallback: false);
        fixture.Configure(o => o with { Directory = fixture.Directory.JoinImpossible() });
        fixture.Log.Info("first");
        Stopwatch watch = Stopwatch.StartNew();
        await fixture.DisposeAsync();
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(4));
    }

    [PatientFact(Timeout = Limit)]
    public async Task Write_MakesDirectoryAgain_WhenItWasRemoved()
    {
        LogFixture.SkipWhereOpenFilesAreKept();
        await using LogFixture fixture = new();
        fixture.Configure();
        fixture.Log.Info("first");
        await fixture.FlushAsync();
        Directory.Delete(fixture.LogDirectory, recursive: true);
        fixture.Log.Info("second");
        await fixture.FlushAsync();

        string[] lines = LogFixture.Lines(fixture.LogDirectory);
        Assert.Contains(" was removed", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(" I second", lines[1], StringComparison.Ordinal);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Write_UsesFallbackWhileDirectoryIsGone_AndComesBack()
    {
        LogFixture.SkipWhereOpenFilesAreKept();
        await using LogFixture fixture = new();
        fixture.Configure();
        fixture.Log.Info("first");
        await fixture.FlushAsync();
        Directory.Delete(fixture.LogDirectory, recursive: true);
        await File.WriteAllTextAsync(fixture.LogDirectory, "in the way");
        fixture.Log.Info("second");
        await fixture.FlushAsync();
        Assert.EndsWith(" I second", LogFixture.Lines(fixture.Fallback)[^1], StringComparison.Ordinal);

        fixture.Time.Advance(RetryTime);
        fixture.Log.Info("third");
        await fixture.FlushAsync();
        Assert.EndsWith(" I third", LogFixture.Lines(fixture.Fallback)[^1], StringComparison.Ordinal);
        Assert.Single(LogFixture.Files(fixture.Fallback));

        File.Delete(fixture.LogDirectory);
        fixture.Log.Info("fourth");
        await fixture.FlushAsync();
        Assert.EndsWith(" I fourth", LogFixture.Lines(fixture.Fallback)[^1], StringComparison.Ordinal);
        fixture.Time.Advance(RetryTime);
        fixture.Log.Info("fifth");
        await fixture.FlushAsync();
        string[] lines = LogFixture.Lines(fixture.LogDirectory);
        Assert.Contains(" W the log continues here, it was in " + fixture.Fallback, lines[0], StringComparison.Ordinal);
        Assert.EndsWith(" I fifth", lines[1], StringComparison.Ordinal);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Write_BeginsNewFile_WhenTheOpenOneWasCut()
    {
        LogFixture.SkipWhereOpenFilesAreKept();
        await using LogFixture fixture = new();
        fixture.Configure();
        fixture.Log.Info("first");
        await fixture.FlushAsync();
        await File.WriteAllTextAsync(LogFixture.Files(fixture.LogDirectory)[0], string.Empty);
        fixture.Log.Info("second");
        await fixture.FlushAsync();

        Assert.EndsWith(
            " I second", LogFixture.Read(LogFixture.Files(fixture.LogDirectory)[^1])[^1], StringComparison.Ordinal);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Write_LosesNothing_WhenDiskIsFull_AndComesBack()
    {
        await using LogFixture fixture = new();
        using SmallDisk disk = SmallDisk.MountOrSkip(fixture.Directory.Join("disk"));
        fixture.Configure(o => o with { Directory = disk.Path });
        for (int i = 0; i < 4000; i++)
        {
            fixture.Log.Info($"message {i} " + new string('x', 200));
            if (i % 50 == 0)
            {
                await fixture.FlushAsync();
            }
        }

        await fixture.FlushAsync();
        string[] onDisk = LogFixture.Lines(disk.Path);
        Assert.NotEmpty(onDisk);
        Assert.Equal(
            Enumerable.Range(0, 4000).Select(i => $"message {i}"),
            onDisk.Concat(LogFixture.Lines(fixture.Fallback))
                .Where(l => l.Contains(" I message ", StringComparison.Ordinal))
                .Select(l => string.Join(' ', l.Split(' ')[2..4])));

        Array.ForEach(LogFixture.Files(disk.Path), File.Delete);
        fixture.Time.Advance(RetryTime);
        fixture.Log.Info("room again");
        await fixture.FlushAsync();
        Assert.EndsWith(" I room again", LogFixture.Lines(disk.Path)[^1], StringComparison.Ordinal);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Configure_MovesTheLog_WhenDirectoryChanges()
    {
        await using LogFixture fixture = new();
        fixture.Configure();
        fixture.Log.Info("first");
        await fixture.FlushAsync();
        fixture.Configure(o => o with { Directory = fixture.Directory.Join("other", "Günlük kayıtları") });
        fixture.Log.Info("second");
        await fixture.FlushAsync();

        Assert.EndsWith(" I second", Assert.Single(LogFixture.Lines(fixture.LogDirectory)), StringComparison.Ordinal);
    }

    [PatientFact(Timeout = Limit)]
    public async Task File_IsNotReadableByOthers_OnLinux()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows files inherit the access of their directory");
        await using LogFixture fixture = new();
        fixture.Configure();
        fixture.Log.Info("first");
        await fixture.FlushAsync();

#pragma warning disable CA1416 // skipped on Windows above
        UnixFileMode mode = File.GetUnixFileMode(LogFixture.Files(fixture.LogDirectory)[0]);
#pragma warning restore CA1416
        Assert.Equal(default, mode & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite));
    }

    [PatientFact(Timeout = Limit)]
    public async Task File_CannotBeRemovedWhileItIsOpen_OnWindows()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "Linux lets everybody remove an open file");
        await using LogFixture fixture = new();
        fixture.Configure();
        fixture.Log.Info("first");
        await fixture.FlushAsync();
        Assert.ThrowsAny<IOException>(() => Directory.Delete(fixture.LogDirectory, recursive: true));
        fixture.Log.Info("second");
        await fixture.FlushAsync();

        Assert.EndsWith(" I second", LogFixture.Lines(fixture.LogDirectory)[^1], StringComparison.Ordinal);
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}

using PedOS.Agents.Logging;
using PedOS.TestKit;
using PedOS.TestKit.Limits;
using PedOS.Tools.Contracts;
using Xunit;

namespace PedOS.Agents.Tests.Logging;

public sealed class FileLogQueueTests
{
    private const int Limit = 30000;
    private const int Writers = 8;

    [PatientFact(Timeout = Limit)]
    public async Task Constructor_TouchesNoFile_WhenNothingIsWritten()
    {
        await using LogFixture fixture = new();
        fixture.Configure();
        fixture.Log.Debug("not written at this level");
        await fixture.FlushAsync();

        Assert.False(Directory.Exists(fixture.LogDirectory));
        Assert.False(Directory.Exists(fixture.Fallback));
    }

    [PatientFact(Timeout = Limit)]
    public async Task Write_KeepsMessages_WhenDirectoryIsNotKnownYet()
    {
        await using LogFixture fixture = new();
        fixture.Log.Info("early info");
        fixture.Log.Debug("early debug");
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        fixture.Configure();
        fixture.Log.Info("late info");
        await fixture.FlushAsync();

        Assert.Equal(
            ["2026-11-21T22:30:00.123Z I early info", "2026-11-21T22:30:01.123Z I late info"],
            LogFixture.Lines(fixture.LogDirectory));
    }

    [PatientFact(Timeout = Limit)]
    public async Task Configure_KeepsEarlyDebugMessages_WhenTheirLevelIsWanted()
    {
        await using LogFixture fixture = new();
        fixture.Log.Debug("early debug");
        fixture.Configure(o => o with { Level = LogLevel.Debug });
        await fixture.FlushAsync();

        Assert.EndsWith("early debug", Assert.Single(LogFixture.Lines(fixture.LogDirectory)), StringComparison.Ordinal);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Configure_ChangesLevelAtOnce()
    {
        await using LogFixture fixture = new();
        fixture.Configure();
        Assert.False(fixture.Log.IsEnabled(LogLevel.Debug));
        fixture.Log.Debug("one");
        fixture.Configure(o => o with { Level = LogLevel.Debug });
        Assert.True(fixture.Log.IsEnabled(LogLevel.Debug));
        fixture.Log.Debug("two");
        fixture.Configure(o => o with { Level = LogLevel.Error });
        fixture.Log.Warning("three");
        await fixture.FlushAsync();

        Assert.EndsWith("two", Assert.Single(LogFixture.Lines(fixture.LogDirectory)), StringComparison.Ordinal);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Dispose_WritesWhatIsQueued()
    {
        using TestDirectory directory = new();
        FileLog log = new(LogFixture.Program, new LogPlaces([], () => null), null, new FakeTime());
        log.Configure(new LogOptions(directory.Path, LogLevel.Info, TimeSpan.FromDays(7), 1 << 20));
        for (int i = 0; i < 5000; i++)
        {
            log.Info($"message {i}");
        }

        await log.DisposeAsync();
        log.Info("after the end");
        Assert.Equal(5000, LogFixture.Lines(directory.Path).Length);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Dispose_WritesToFallback_WhenNeverConfigured()
    {
        using TestDirectory directory = new();
        FileLog log = new(LogFixture.Program, new LogPlaces([directory.Path], () => null), null, new FakeTime());
        log.Info("only words");
        await log.DisposeAsync();

        Assert.EndsWith("only words", Assert.Single(LogFixture.Lines(directory.Path)), StringComparison.Ordinal);
    }

    [PatientTheory(Timeout = Limit)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Write_LosesNothing_WhenEightThreadsWrite(int seed)
    {
        const int Each = 1900;
        await using LogFixture fixture = new();
        fixture.Configure(o => o with { MaxSize = 65536 });
        await WriteFromManyThreads(fixture.Log, Each, seed);
        await fixture.FlushAsync();

        string[] lines = LogFixture.Lines(fixture.LogDirectory);
        Assert.Equal(Writers * Each, lines.Length);
        for (int writer = 0; writer < Writers; writer++)
        {
            string mark = $"writer {writer} ";
            Assert.Equal(
                Enumerable.Range(0, Each).Select(i => $"{mark}message {i}."),
                lines.Select(l => l[(l.IndexOf(" I ", StringComparison.Ordinal) + 3)..])
                    .Where(l => l.StartsWith(mark, StringComparison.Ordinal))
                    .Select(l => l[..(l.IndexOf('.', StringComparison.Ordinal) + 1)]));
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task Write_NeverWaits_AndCountsWhatIsLost_WhenNothingIsTaken()
    {
        const int Each = 5000;
        using BlockingStream error = new();
        await using LogFixture fixture = new(standardError: error, hasFallback: false);
        fixture.Configure(o => o with { Directory = null });

        await WriteFromManyThreads(fixture.Log, Each, seed: 4);
        for (int i = 0; i < 100; i++)
        {
            fixture.Log.Error($"error {i}.");
        }

        error.Release();
        await fixture.FlushAsync();

        string[] lines = error.Text.TrimEnd('\n').Split('\n');
        string told = Assert.Single(lines, l => l.Contains(" messages lost, ", StringComparison.Ordinal));
        Assert.Contains(" messages lost, 0 of them errors", told, StringComparison.Ordinal);
        int lost = int.Parse(told.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(lost > 0);
        Assert.Equal((Writers * Each) + 100, lines.Length - 1 + lost);
        Assert.Equal(100, lines.Count(l => l.Contains(" E error ", StringComparison.Ordinal)));
    }

    [PatientFact(Timeout = Limit)]
    public async Task Write_BoundsMemory_WhenLongMessagesAreNotTaken()
    {
        using BlockingStream error = new();
        await using LogFixture fixture = new(standardError: error, hasFallback: false);
        fixture.Configure(o => o with { Directory = null });
        long before = GC.GetTotalMemory(true);
        for (int i = 0; i < 15000; i++)
        {
            fixture.Log.Info($"{i} " + new string('x', 4000));
        }

        Assert.InRange(GC.GetTotalMemory(true) - before, 0, 24L << 20);
        error.Release();
        await fixture.FlushAsync();
    }

    private static Task WriteFromManyThreads(FileLog log, int each, int seed) =>
        Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Factory.StartNew(
            () =>
            {
                Random random = new((seed * 100) + writer);
                for (int i = 0; i < each; i++)
                {
                    log.Info($"writer {writer} message {i}." + new string('x', random.Next(120)));
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
}

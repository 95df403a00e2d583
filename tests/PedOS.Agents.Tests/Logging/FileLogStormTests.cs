using PedOS.Agents.Logging;
using PedOS.TestKit;
using PedOS.TestKit.Limits;
using PedOS.Tools.Contracts;
using Xunit;

namespace PedOS.Agents.Tests.Logging;

public sealed class FileLogStormTests
{
    private const int Limit = 20000;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    [PatientFact(Timeout = Limit)]
    public async Task Write_SummarisesOncePerWindow_WhenOneTextRepeats()
    {
        await using LogFixture fixture = new();
        fixture.Configure();
        for (int i = 0; i < 1000; i++)
        {
            fixture.Log.Error("no dom0");
        }

        await fixture.FlushAsync();
        Assert.Equal(10, LogFixture.Lines(fixture.LogDirectory).Length);

        // The count comes although nobody writes any more.
        fixture.Time.Advance(Window + TimeSpan.FromMilliseconds(1));
        await fixture.FlushAsync();
        string[] lines = LogFixture.Lines(fixture.LogDirectory);
        Assert.Equal(11, lines.Length);
        Assert.EndsWith("Z E last message repeated 990 times: no dom0", lines[10], StringComparison.Ordinal);

        fixture.Time.Advance(TimeSpan.FromHours(1));
        fixture.Log.Error("no dom0");
        await fixture.FlushAsync();
        Assert.Equal(12, LogFixture.Lines(fixture.LogDirectory).Length);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Write_CountsEveryMessage_WhenStormLasts()
    {
        await using LogFixture fixture = new();
        fixture.Configure();
        for (int i = 0; i < 3500; i++)
        {
            fixture.Log.Warning("peer sent nonsense");
            fixture.Time.Advance(TimeSpan.FromMilliseconds(10));
        }

        fixture.Time.Advance(Window);
        await fixture.FlushAsync();
        string[] lines = LogFixture.Lines(fixture.LogDirectory);
        int written = lines.Count(l => l.EndsWith("W peer sent nonsense", StringComparison.Ordinal));
        int[] counted = [.. lines.Where(l => l.Contains(" repeated ", StringComparison.Ordinal))
            .Select(l => int.Parse(l.Split(' ')[5], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(3500, written + counted.Sum());
        Assert.Equal(4, counted.Length);
        Assert.Equal(40, written);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Write_IsNotAffected_WhenTextsOrLevelsDiffer()
    {
        await using LogFixture fixture = new();
        fixture.Configure(o => o with { Level = LogLevel.Verbose });
        for (int i = 0; i < 100; i++)
        {
            fixture.Log.Error("storm");
            fixture.Log.Error($"call {i} failed");
        }

        for (int i = 0; i < 10; i++)
        {
            fixture.Log.Warning("storm");
        }

        for (int i = 0; i < 100; i++)
        {
            fixture.Log.Debug("every one is wanted");
        }

        await fixture.FlushAsync();
        Assert.Equal(10 + 100 + 10 + 100, LogFixture.Lines(fixture.LogDirectory).Length);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Dispose_TellsWhatWasCounted()
    {
        using TestDirectory directory = new();
        FileLog log = new(LogFixture.Program, new LogPlaces([directory.Path], () => null), null, new FakeTime());
        for (int i = 0; i < 12; i++)
        {
            log.Error("no dom0");
        }

        await log.DisposeAsync();
        Assert.EndsWith("repeated 2 times: no dom0", LogFixture.Lines(directory.Path)[^1], StringComparison.Ordinal);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Write_CountsEveryMessage_WhenThousandsOfTextsRepeat()
    {
        const int Texts = 3000;
        await using LogFixture fixture = new();
        fixture.Configure();
        for (int round = 0; round < 4; round++)
        {
            for (int i = 0; i < Texts; i++)
            {
                fixture.Log.Warning($"text {i}");
            }

            await fixture.FlushAsync();
            fixture.Time.Advance(TimeSpan.FromSeconds(4));
        }

        Assert.Equal(4 * Texts, LogFixture.Lines(fixture.LogDirectory).Length);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Write_CountsEveryMessage_WhenEightThreadsStorm()
    {
        await using LogFixture fixture = new();
        fixture.Configure();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () =>
            {
                for (int i = 0; i < 5000; i++)
                {
                    fixture.Log.Error("storm");
                }
            },
            TestContext.Current.CancellationToken)));
        fixture.Time.Advance(Window + TimeSpan.FromSeconds(1));
        await fixture.FlushAsync();

        string[] lines = LogFixture.Lines(fixture.LogDirectory);
        Assert.Equal(11, lines.Length);
        Assert.EndsWith("repeated 39990 times: storm", lines[10], StringComparison.Ordinal);
    }
}

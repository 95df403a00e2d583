using System.Diagnostics;
using PedOS.Agents.Hosting;
using PedOS.Agents.Logging;
using PedOS.Agents.Posix.Settings;
using PedOS.Agents.Settings;
using PedOS.TestKit.Limits;
using PedOS.Tools.Contracts;
using Xunit;

namespace PedOS.Agents.Posix.Tests.Settings;

/// <summary>Changes are seen through the system, so these run on the real clock.</summary>
public sealed class HiveSettingsStoreTests : IAsyncDisposable
{
    private const int Limit = 30000;

    private readonly HiveFixture _hive = HiveFixture.CreateOrSkip();
    private readonly FileSettingsStore _store;
    private readonly SemaphoreSlim _changed = new(0);

    public HiveSettingsStoreTests() =>
        _store = new FileSettingsStore(_hive.Path, new HiveSettingsFormat(), TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _changed.Dispose();
        _hive.Dispose();
    }

    [PatientFact(Timeout = Limit)]
    public async Task Watch_SeesHiveMade_Rewritten_AndReplaced()
    {
        _store.Watch(() => _changed.Release());
        await _changed.WaitAsync(TestContext.Current.CancellationToken);
        WithLevel(2);
        await ExpectAsync(2);
        WithLevel(4);
        await ExpectAsync(4);

        using TestKit.Hives.HiveEditor editor = TestKit.Hives.HiveEditor.Open(_hive.Path);
        editor.SetNumber(HiveFixture.Root, "LogLevel", 5);
        editor.CommitReplacing(_hive.Path);
        await ExpectAsync(5);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Watch_KeepsValues_WhileHiveIsCutShort()
    {
        WithLevel(2);
        _store.Watch(() => _changed.Release());
        await ExpectAsync(2);

        byte[] whole = await File.ReadAllBytesAsync(_hive.Path);
        await File.WriteAllBytesAsync(_hive.Path, whole[..5000]);
        await UntilAsync(() => _store.Problem is not null);
        Assert.StartsWith(
            $"settings in {_hive.Path} cannot be read (it is not a hive, or damaged (",
            _store.Problem,
            StringComparison.Ordinal);
        Assert.EndsWith(
            "the previous values are in force; correct them there", _store.Problem, StringComparison.Ordinal);
        Assert.Equal(2u, Level.Number);

        WithLevel(3);
        await ExpectAsync(3);
        Assert.Null(_store.Problem);
    }

    [PatientFact(Timeout = Limit)]
    public async Task LogLevel_TakesEffectWithinASecond_WhenTheHiveChanges()
    {
        string directory = _hive.Join("log");
        _hive.With(h =>
        {
            h.SetText(HiveFixture.Root, "LogDir", directory);
            h.SetNumber(HiveFixture.Root, "LogLevel", 5);
            h.SetNumber(HiveFixture.Root + @"\qrexec-agent", "LogLevel", 2);
        });
        LogPlaces places = new([_hive.Join("fallback")], () => null);
        LogAndSettings records = LogAndSettings.Open("qrexec-agent", _store, null, TimeProvider.System, places: places);
        await PollAsync(() => !records.Log.IsEnabled(LogLevel.Info));

        // The watch is set up a moment after the start.
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Stopwatch watch = Stopwatch.StartNew();
        _hive.With(h =>
        {
            h.SetText(HiveFixture.Root, "LogDir", directory);
            h.SetNumber(HiveFixture.Root + @"\qrexec-agent", "LogLevel", 4);
        });
        await PollAsync(() => records.Log.IsEnabled(LogLevel.Debug));
        TimeSpan taken = watch.Elapsed;
        Assert.False(records.Log.IsEnabled(LogLevel.Verbose));
        records.Log.Debug("in time");
        await records.DisposeAsync();

        Assert.True(taken < TimeSpan.FromSeconds(1), $"it took {taken}");
        string file = Assert.Single(Directory.GetFiles(directory));
        Assert.EndsWith(" D in time\n", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    private SettingValue Level => _store.Read(string.Empty, "LogLevel");

    private void WithLevel(uint level) => _hive.With(h => h.SetNumber(HiveFixture.Root, "LogLevel", level));

    private Task ExpectAsync(uint level) => UntilAsync(() => Level.Number == level);

    private async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            Assert.True(
                await _changed.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken),
                $"no change seen, value {Level}, problem {_store.Problem}");
        }
    }

    private static async Task PollAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}

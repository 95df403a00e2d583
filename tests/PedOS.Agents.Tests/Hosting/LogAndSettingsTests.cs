using System.Diagnostics;
using PedOS.Agents.Hosting;
using PedOS.Agents.Logging;
using PedOS.Agents.Settings;
using PedOS.Agents.Tests.Logging;
using PedOS.Agents.Tests.Settings;
using PedOS.TestKit;
using PedOS.TestKit.Limits;
using PedOS.Tools.Contracts;
using Xunit;

namespace PedOS.Agents.Tests.Hosting;

public sealed class LogAndSettingsTests : IDisposable
{
    private const int Limit = 30000;
    private const string Program = "qrexec-wrapper";

    private readonly TestDirectory _directory = new();

    private LogPlaces Places => new([_directory.Join("fallback")], () => null);

    public void Dispose() => _directory.Dispose();

    [PatientFact(Timeout = Limit)]
    public async Task Open_WritesWhereTheSettingsSay()
    {
        MemorySettingsStore store = new();
        store[string.Empty, "LogDir"] = SettingValue.OfText(_directory.Join("log"));
        LogAndSettings records = LogAndSettings.Open(Program, store, null, new FakeTime(), places: Places);
        records.Log.Info("hello");
        await records.DisposeAsync();

        Assert.EndsWith(" I hello", Assert.Single(LogFixture.Lines(_directory.Join("log"))), StringComparison.Ordinal);
        Assert.True(store.IsDisposed);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Open_Warns_WhenASettingIsUnusable()
    {
        MemorySettingsStore store = new();
        store[Program, "LogDir"] = SettingValue.OfText("not absolute");
        LogAndSettings records = LogAndSettings.Open(Program, store, null, new FakeTime(), places: Places);
        await records.DisposeAsync();

        Assert.Contains(
            @" W setting qrexec-wrapper\LogDir in memory is ignored: it is ""not absolute"" and must be ",
            Assert.Single(LogFixture.Lines(_directory.Join("fallback"))),
            StringComparison.Ordinal);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Open_HasDefaults_WhenTheStoreFails()
    {
        LogAndSettings records = LogAndSettings.Open(Program, new FailingStore(), null, new FakeTime(), places: Places);
        records.Log.Info("hello");
        await records.DisposeAsync();

        string[] lines = LogFixture.Lines(_directory.Join("fallback"));
        Assert.Contains(lines, l => l.EndsWith(" I hello", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains(" E settings cannot be read from nowhere", StringComparison.Ordinal));
    }

    [PatientFact(Timeout = Limit)]
    public async Task Open_DoesNotWait_WhenTheStoreHangs()
    {
        HangingStore store = new();
        Stopwatch watch = Stopwatch.StartNew();
        LogAndSettings records = LogAndSettings.Open(Program, store, null, TimeProvider.System, places: Places);
        records.Log.Info("hello");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1));
        store.Release();
        await records.DisposeAsync();
        Assert.EndsWith(
            " I hello", Assert.Single(LogFixture.Lines(_directory.Join("fallback"))), StringComparison.Ordinal);
    }

    [PatientFact(Timeout = Limit)]
    public async Task LogLevel_TakesEffectWithinASecond_WhenTheFileChanges()
    {
        string file = _directory.Join("settings.ini");
        string directory = _directory.Join("log");
        await File.WriteAllTextAsync(file, $"LogDir = {directory}\n[qrexec-wrapper]\nLogLevel = 2\n");
        FileSettingsStore store = new(file, new TextSettingsFormat(), TimeProvider.System);
        LogAndSettings records = LogAndSettings.Open(Program, store, null, TimeProvider.System, places: Places);
        await UntilAsync(() => !records.Log.IsEnabled(LogLevel.Info));
        records.Log.Info("too early");

        // The watch is set up a moment after the start.
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Stopwatch watch = Stopwatch.StartNew();
        await File.WriteAllTextAsync(file, $"LogDir = {directory}\nLogLevel = 1\n[qrexec-wrapper]\nLogLevel = 4\n");
        await UntilAsync(() => records.Log.IsEnabled(LogLevel.Debug));
        TimeSpan taken = watch.Elapsed;
        records.Log.Debug("in time");
        await records.DisposeAsync();

        Assert.True(taken < TimeSpan.FromSeconds(1), $"it took {taken}");
        string[] lines = LogFixture.Lines(directory);
        Assert.DoesNotContain(lines, l => l.EndsWith("too early", StringComparison.Ordinal));
        Assert.EndsWith(" D in time", lines[^1], StringComparison.Ordinal);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private class FailingStore : ISettingsStore
    {
        public string Source => "nowhere";

        public string? Problem => null;

        public virtual SettingValue Read(string program, string name) => throw new InvalidOperationException("broken");

        public void Watch(Action changed)
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class HangingStore : FailingStore
    {
        private readonly TaskCompletionSource _gate = new();

        public void Release() => _gate.SetResult();

        public override SettingValue Read(string program, string name)
        {
            _gate.Task.Wait();
            return SettingValue.None;
        }
    }
}

using PedOS.Agents.Settings;
using PedOS.TestKit.Limits;
using Xunit;

namespace PedOS.Agents.Tests.Settings;

/// <summary>Changes are seen through the system, so these run on the real clock.</summary>
public sealed class FileSettingsStoreTests : IAsyncDisposable
{
    private const int Limit = 30000;

    // Ten times what is promised: the machine may be busy.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TestDirectory _directory = new();
    private readonly string _path;
    private readonly FileSettingsStore _store;
    private readonly SemaphoreSlim _changed = new(0);

    public FileSettingsStoreTests()
    {
        _path = _directory.Join("config", "deep", "settings.ini");
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        _store = new FileSettingsStore(_path, new TextSettingsFormat(), TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _changed.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Read_FindsNothing_WhenThereIsNoFile()
    {
        Assert.Equal(SettingKind.None, Value.Kind);
        Assert.Null(_store.Problem);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Watch_SeesFileWritten()
    {
        Write("LogLevel = 3");
        Assert.Equal(3u, Value.Number);
        _store.Watch(() => _changed.Release());
        await _changed.WaitAsync(TestContext.Current.CancellationToken);
        Write("LogLevel = 4");
        await ExpectAsync(4);
        Write("LogLevel = 5");
        await ExpectAsync(5);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Watch_SeesFileReplacedByRename()
    {
        Write("LogLevel = 3");
        _store.Watch(() => _changed.Release());
        await ExpectAsync(3);
        for (uint level = 4; level < 8; level++)
        {
            await File.WriteAllTextAsync(_path + ".new", $"LogLevel = {level}");
            File.Move(_path + ".new", _path, overwrite: true);
            await ExpectAsync(level);
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task Watch_SeesFileMadeAndRemoved()
    {
        _store.Watch(() => _changed.Release());
        await _changed.WaitAsync(TestContext.Current.CancellationToken);
        Write("LogLevel = 4");
        await ExpectAsync(4);
        File.Delete(_path);
        await ExpectAsync(0);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Watch_SeesDirectoriesMade_Replaced_AndRemoved()
    {
        Directory.Delete(_directory.Join("config"), recursive: true);
        _store.Watch(() => _changed.Release());
        await _changed.WaitAsync(TestContext.Current.CancellationToken);

        Directory.CreateDirectory(_directory.Join("config"));
        Directory.CreateDirectory(_directory.Join("config", "deep"));
        Write("LogLevel = 4");
        await ExpectAsync(4);

        Directory.CreateDirectory(_directory.Join("config", "new"));
        await File.WriteAllTextAsync(_directory.Join("config", "new", "settings.ini"), "LogLevel = 5");
        Directory.Move(_directory.Join("config", "deep"), _directory.Join("config", "old"));
        Directory.Move(_directory.Join("config", "new"), _directory.Join("config", "deep"));
        await ExpectAsync(5);
        Write("LogLevel = 6");
        await ExpectAsync(6);

        Directory.Delete(_directory.Join("config"), recursive: true);
        await ExpectAsync(0);
        Directory.CreateDirectory(_directory.Join("config", "deep"));
        Write("LogLevel = 7");
        await ExpectAsync(7);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Watch_KeepsValues_WhileFileIsBroken()
    {
        Write("LogLevel = 3");
        _store.Watch(() => _changed.Release());
        await ExpectAsync(3);
        Write("LogLevel = 4\nnonsense");
        await UntilAsync(() => _store.Problem is not null);
        Assert.Equal(
            $"settings in {_path} cannot be read (line 2: a setting is Name = value): "
            + "the previous values are in force; correct them there",
            _store.Problem);
        Assert.Equal(3u, Value.Number);

        Write("LogLevel = 5");
        await ExpectAsync(5);
        Assert.Null(_store.Problem);
    }

    [Fact]
    public void Read_HasDefaults_WhenFileIsBrokenFromTheStart()
    {
        Write("nonsense");
        Assert.Equal(SettingKind.None, Value.Kind);
        Assert.Contains("defaults are in force", _store.Problem, StringComparison.Ordinal);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Dispose_EndsTheWatch()
    {
        _store.Watch(() => _changed.Release());
        await _changed.WaitAsync(TestContext.Current.CancellationToken);
        await _store.DisposeAsync();
        Write("LogLevel = 4");
        Assert.False(await _changed.WaitAsync(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken));
    }

    private SettingValue Value => _store.Read(string.Empty, "LogLevel");

    private void Write(string content) => File.WriteAllText(_path, content);

    private Task ExpectAsync(uint level) => UntilAsync(() => Value.Number == level);

    private async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            Assert.True(
                await _changed.WaitAsync(Patience, TestContext.Current.CancellationToken),
                $"no change seen, value {Value}");
        }
    }
}

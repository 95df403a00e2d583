using System.Diagnostics;
using System.Runtime.Versioning;
using Microsoft.Win32;
using PedOS.Agents.Hosting;
using PedOS.Agents.Logging;
using PedOS.Agents.Settings;
using PedOS.Agents.Windows.Settings;
using PedOS.TestKit.Limits;
using PedOS.Tools.Contracts;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Settings;

/// <summary>In a key of its own below HKCU, which needs no rights. Changes are seen on the real clock.</summary>
[SupportedOSPlatform("windows")]
public sealed class RegistrySettingsStoreTests : IAsyncDisposable
{
    private const int Limit = 30000;

    private readonly string _above = $@"Software\PedOS Test {Guid.NewGuid():N}";
    private readonly string _path;
    private readonly RegistrySettingsStore _store;
    private readonly SemaphoreSlim _changed = new(0);

    public RegistrySettingsStoreTests()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "there is a registry on Windows only");
        _path = _above + @"\Invisible Things Lab\PedOS Tools";
        _store = new RegistrySettingsStore(RegistryHive.CurrentUser, _path, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _changed.Dispose();
        Registry.CurrentUser.DeleteSubKeyTree(_above, throwOnMissingSubKey: false);
    }

    [Fact]
    public void Read_FindsNothing_WhenThereIsNoKey()
    {
        Assert.Equal(SettingKind.None, Level.Kind);
        Assert.Null(_store.Problem);
    }

    [Fact]
    public void Read_FindsRootAndPrograms()
    {
        Set(string.Empty, "LogLevel", 2);
        Set("qrexec-agent", "LogLevel", unchecked((int)uint.MaxValue));
        Set("qrexec-agent", "LogDir", @"C:\Günlük 記録");
        Set("qrexec-agent", "Expanded", @"%SystemRoot%\x", RegistryValueKind.ExpandString);

        Assert.Equal(SettingValue.OfNumber(2), Level);
        Assert.Equal(SettingValue.OfNumber(uint.MaxValue), _store.Read("QREXEC-AGENT", "loglevel"));
        Assert.Equal(SettingValue.OfText(@"C:\Günlük 記録"), _store.Read("qrexec-agent", "LogDir"));
        Assert.Equal(
            SettingValue.OfText(Environment.GetEnvironmentVariable("SystemRoot") + @"\x"),
            _store.Read("qrexec-agent", "Expanded"));
        Assert.Equal(SettingKind.None, _store.Read("qrexec-wrapper", "LogLevel").Kind);
    }

    [Theory]
    [InlineData("Jürgen Größenwahn")]
    [InlineData("İşıl Çağlar")]
    [InlineData("田中 太郎")]
    [InlineData("مستخدم")]
    [InlineData("")]
    public void Read_GivesTextExactly(string text)
    {
        Set("qrexec-agent", "DefaultUser", text);
        Assert.Equal(SettingValue.OfText(text), _store.Read("qrexec-agent", "DefaultUser"));
    }

    [Fact]
    public void Read_SaysWhatItFound_WhenValueIsNoSetting()
    {
        Set(string.Empty, "binary", new byte[] { 1, 2, 3, 4 }, RegistryValueKind.Binary);
        Set(string.Empty, "long", 1L, RegistryValueKind.QWord);
        Set(string.Empty, "texts", new[] { "a", "b" }, RegistryValueKind.MultiString);
        Assert.Equal(SettingValue.OfOther("a value of type Binary"), _store.Read(string.Empty, "binary"));
        Assert.Equal(SettingValue.OfOther("a value of type QWord"), _store.Read(string.Empty, "long"));
        Assert.Equal(SettingValue.OfOther("a value of type MultiString"), _store.Read(string.Empty, "texts"));
    }

    [PatientFact(Timeout = Limit)]
    public async Task Watch_SeesKeysAndValues_MadeChangedAndRemoved()
    {
        _store.Watch(() => _changed.Release());
        await _changed.WaitAsync(TestContext.Current.CancellationToken);

        // None of the keys exists: each step of the way is seen.
        using (Registry.CurrentUser.CreateSubKey(_above))
        {
            await Task.Delay(300, TestContext.Current.CancellationToken);
        }

        Set(string.Empty, "LogLevel", 2);
        await ExpectAsync(string.Empty, 2);
        Set(string.Empty, "LogLevel", 3);
        await ExpectAsync(string.Empty, 3);
        Set("qrexec-agent", "LogLevel", 4);
        await ExpectAsync("qrexec-agent", 4);
        Set("qrexec-agent", "LogLevel", 5);
        await ExpectAsync("qrexec-agent", 5);

        Registry.CurrentUser.DeleteSubKeyTree(_path + @"\qrexec-agent");
        await ExpectAsync("qrexec-agent", 0);
        Registry.CurrentUser.DeleteSubKeyTree(_path);
        await ExpectAsync(string.Empty, 0);
        Set(string.Empty, "LogLevel", 4);
        await ExpectAsync(string.Empty, 4);
    }

    [PatientFact(Timeout = Limit)]
    public async Task LogLevel_TakesEffectWithinASecond_WhenTheRegistryChanges()
    {
        string directory = Directory.CreateTempSubdirectory("pedos-test-").FullName;
        try
        {
            Set(string.Empty, "LogDir", directory);
            Set(string.Empty, "LogLevel", 2);
            LogPlaces places = new([Path.Combine(directory, "fallback")], () => null);
            LogAndSettings records =
                LogAndSettings.Open("qrexec-agent", _store, null, TimeProvider.System, places: places);
            await PollAsync(() => !records.Log.IsEnabled(LogLevel.Info));

            // The watch is set up a moment after the start.
            await Task.Delay(500, TestContext.Current.CancellationToken);
            Stopwatch watch = Stopwatch.StartNew();
            Set("qrexec-agent", "LogLevel", 4);
            await PollAsync(() => records.Log.IsEnabled(LogLevel.Debug));
            TimeSpan taken = watch.Elapsed;
            records.Log.Debug("in time");
            await records.DisposeAsync();

            Assert.True(taken < TimeSpan.FromSeconds(1), $"it took {taken}");
            string file = Assert.Single(Directory.GetFiles(directory));
            Assert.EndsWith(" D in time\n", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private SettingValue Level => _store.Read(string.Empty, "LogLevel");

    private void Set(string program, string name, object value, RegistryValueKind kind = RegistryValueKind.Unknown)
    {
        using RegistryKey key = Registry.CurrentUser.CreateSubKey(program.Length == 0 ? _path : $@"{_path}\{program}");
        key.SetValue(name, value, kind);
    }

    private async Task ExpectAsync(string program, uint level)
    {
        while (_store.Read(program, "LogLevel").Number != level)
        {
            Assert.True(
                await _changed.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken),
                $"no change seen, value {_store.Read(program, "LogLevel")}, problem {_store.Problem}");
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

using PedOS.Agents.Settings;
using PedOS.Agents.Tests.Logging;
using PedOS.Tools.Contracts;
using Xunit;

namespace PedOS.Agents.Tests.Settings;

public sealed class ProgramSettingsTests
{
    private const string Program = "qrexec-agent";

    private readonly MemorySettingsStore _store = new();
    private readonly RecordingLog _log = new();
    private readonly ProgramSettings _settings;

    public ProgramSettingsTests() => _settings = new ProgramSettings(Program, _store, _log);

    [Fact]
    public void Current_HasDefaults_WhenNothingIsSet()
    {
        Assert.Equal(
            new EffectiveSettings
            {
                LogDir = null,
                LogLevel = LogLevel.Info,
                LogRetention = TimeSpan.FromDays(7),
                LogMaxSize = 16 * 1024 * 1024,
                DefaultUser = string.Empty,
                LogonTimeout = TimeSpan.FromMinutes(1),
                RootServices = 1,
            },
            _settings.Current);
        Assert.Empty(_log.Messages);
    }

    [Fact]
    public void Current_HasValuesOfTheRoot_AndOfTheProgramBeforeThem()
    {
        string directory = Path.GetFullPath("/var/log/Günlük 記録");
        _store[string.Empty, "LogDir"] = SettingValue.OfText(directory);
        _store[string.Empty, "LogLevel"] = SettingValue.OfNumber(2);
        _store[string.Empty, "LogRetention"] = SettingValue.OfNumber(3600);
        _store[string.Empty, "DefaultUser"] = SettingValue.OfText("Jürgen");
        _store[Program, "LogLevel"] = SettingValue.OfNumber(5);
        _store[Program, "LogMaxSize"] = SettingValue.OfNumber(65536);
        _store[Program, "LogonTimeout"] = SettingValue.OfNumber(0);
        _store[Program, "RootServices"] = SettingValue.OfNumber(2);
        _store[Program, "DefaultUser"] = SettingValue.OfText(string.Empty);
        _store["qrexec-wrapper", "LogLevel"] = SettingValue.OfNumber(1);
        _store["qrexec-wrapper", "LogRetention"] = SettingValue.OfNumber(60);

        Assert.Equal(
            new EffectiveSettings
            {
                LogDir = directory,
                LogLevel = LogLevel.Verbose,
                LogRetention = TimeSpan.FromHours(1),
                LogMaxSize = 65536,
                DefaultUser = string.Empty,
                LogonTimeout = TimeSpan.Zero,
                RootServices = 2,
            },
            _settings.Current);
        Assert.Empty(_log.Messages);
    }

    public static TheoryData<string, SettingValue> Unusable => new()
    {
        { "LogLevel", SettingValue.OfNumber(0) },
        { "LogLevel", SettingValue.OfNumber(6) },
        { "LogLevel", SettingValue.OfText("3") },
        { "LogLevel", SettingValue.OfOther("REG_BINARY") },
        { "LogRetention", SettingValue.OfNumber(59) },
        { "LogRetention", SettingValue.OfNumber(315360001) },
        { "LogMaxSize", SettingValue.OfNumber(65535) },
        { "LogMaxSize", SettingValue.OfNumber(uint.MaxValue) },
        { "LogonTimeout", SettingValue.OfNumber(3601) },
        { "RootServices", SettingValue.OfNumber(3) },
        { "LogDir", SettingValue.OfText("relative/log") },
        { "LogDir", SettingValue.OfNumber(1) },
        { "LogDir", SettingValue.OfText("/log\n") },
        { "LogDir", SettingValue.OfText("/" + new string('x', 1024)) },
        { "DefaultUser", SettingValue.OfText(new string('u', 257)) },
        { "DefaultUser", SettingValue.OfText("a\0b") },
        { "DefaultUser", SettingValue.OfText(" user") },
        { "DefaultUser", SettingValue.OfText("a\ud800") },
        { "DefaultUser", SettingValue.OfNumber(7) },
    };

    [Theory]
    [MemberData(nameof(Unusable), DisableDiscoveryEnumeration = true)]
    public void Current_HasDefault_AndOneWarning_WhenValueIsUnusable(string name, SettingValue value)
    {
        _store[Program, name] = value;
        Assert.Equal(EffectiveSettings.Default, _settings.Current);
        Assert.Contains(
            $@"{Program}\{name} in memory is ignored: it is {value}",
            Assert.Single(_log.Warnings),
            StringComparison.Ordinal);

        _settings.Follow();
        _store[string.Empty, "Unknown"] = SettingValue.OfNumber(1);
        _store.TellChanged();
        _store.TellChanged();
        Assert.Single(_log.Warnings);
    }

    [Fact]
    public void Current_HasValueOfTheRoot_WhenThatOfTheProgramIsUnusable()
    {
        _store[string.Empty, "LogLevel"] = SettingValue.OfNumber(4);
        _store[Program, "LogLevel"] = SettingValue.OfNumber(77);
        Assert.Equal(LogLevel.Debug, _settings.Current.LogLevel);
        Assert.Single(_log.Warnings);
    }

    [Fact]
    public void Warning_ComesAgain_WhenAnotherBadValueIsSet_OrTheSameLater()
    {
        _settings.Follow();
        foreach (uint level in (uint[])[9, 10, 4, 10])
        {
            _store[string.Empty, "LogLevel"] = SettingValue.OfNumber(level);
            _store.TellChanged();
        }

        Assert.Equal(3, _log.Warnings.Count);
        Assert.Contains("it is 10 and must be a number from 1 to 5", _log.Warnings[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Changed_IsRaised_OnlyWhenSomethingInForceChanged()
    {
        int raised = 0;
        _settings.Changed += () => raised++;
        _settings.Follow();
        _store.TellChanged();
        Assert.Equal(0, raised);

        _store[Program, "LogLevel"] = SettingValue.OfNumber(4);
        _store.TellChanged();
        Assert.Equal((1, LogLevel.Debug), (raised, _settings.Current.LogLevel));

        _store[string.Empty, "LogLevel"] = SettingValue.OfNumber(1);
        _store.TellChanged();
        Assert.Equal(1, raised);

        _store.Remove(Program, "LogLevel");
        _store.TellChanged();
        Assert.Equal((2, LogLevel.Error), (raised, _settings.Current.LogLevel));
    }

    [Fact]
    public void Changed_DoesNotReachTheStore_WhenSubscriberFails()
    {
        _settings.Changed += () => throw new InvalidOperationException("subscriber");
        _settings.Follow();
        _store[Program, "LogLevel"] = SettingValue.OfNumber(4);
        _store.TellChanged();
        Assert.Contains(_log.Messages, m => m.Level == LogLevel.Error);
    }

    [Fact]
    public void Problem_IsWarnedAboutOnce_AndItsEndTold()
    {
        _store.Problem = "the store is broken";
        _settings.Follow();
        _ = _settings.Current;
        _store.TellChanged();
        _store.TellChanged();
        Assert.Equal("the store is broken", Assert.Single(_log.Warnings));

        _store.Problem = null;
        _store.TellChanged();
        Assert.Contains(_log.Messages, m => m == (LogLevel.Info, "settings are read again from memory"));
    }

    [Fact]
    public void Store_IsNotRead_BeforeFirstUse()
    {
        Assert.Equal(0, _store.Reads);
        _ = _settings.Current;
        int reads = _store.Reads;
        _ = _settings.Current;
        Assert.True(reads > 0);
        Assert.Equal(reads, _store.Reads);
    }
}

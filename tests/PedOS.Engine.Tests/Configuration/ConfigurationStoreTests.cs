using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Configuration;
using PedOS.Tools.Engine.Machines;
using Xunit;

namespace PedOS.Engine.Tests.Configuration;

public sealed class ConfigurationStoreTests : IDisposable
{
    private const string Root = @"HKLM\" + SettingNames.RootKey;

    private readonly FakeWindows _machine = new();

    private ConfigurationStore Store => new(_machine.Registry);

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Get_PrefersTheProgram_ThenTheMachine_ThenTheDefault()
    {
        Assert.Equal((LogLevel.Info, SettingSource.Default), Level("qrexec-agent"));
        Store.Set("", "loglevel", "warning");
        Assert.Equal((LogLevel.Warning, SettingSource.Machine), Level("qrexec-agent"));
        Store.Set("QREXEC-AGENT", "LogLevel", 5);
        Assert.Equal((LogLevel.Verbose, SettingSource.Component), Level("qrexec-agent"));
        Assert.Equal((LogLevel.Warning, SettingSource.Machine), Level("network-setup"));
        Assert.Equal(["qrexec-agent"], Store.Overridden);

        Store.Reset("qrexec-agent", "LogLevel");

        Assert.Equal((LogLevel.Warning, SettingSource.Machine), Level("qrexec-agent"));
        Assert.False(_machine.Registry.KeyExists(Root + @"\qrexec-agent"));
    }

    [Theory]
    [InlineData("LogLevel", "0")]
    [InlineData("LogLevel", "Loud")]
    [InlineData("LogRetention", "59")]
    [InlineData("LogLevel", "Error,Warning")]
    [InlineData("LogLevel", "+3")]
    [InlineData("LogRetention", "315360001")]
    [InlineData("LogMaxSize", "65535")]
    [InlineData("LogonTimeout", "3601")]
    [InlineData("LogDir", "a\nb")]
    [InlineData("LogDir", "logs")]
    [InlineData("LogDir", @".\logs")]
    [InlineData("LogDir", @"\logs")]
    [InlineData("LogDir", "D:")]
    [InlineData("LogDir", "D:logs")]
    [InlineData("LogDir", @"D:\")]
    [InlineData("LogDir", @"1:\logs")]
    [InlineData("LogDir", "D:/logs")]
    [InlineData("LogDir", "/var/log/pedos")]
    [InlineData("LogDir", @"%ProgramData%\PedOS")]
    [InlineData("LogDir", @"D:\a\..\logs")]
    [InlineData("LogDir", @"D:\logs.")]
    [InlineData("LogDir", @"D:\logs\\")]
    [InlineData("LogDir", @"D:\logs\NUL")]
    [InlineData("LogDir", @"D:\logs:stream")]
    [InlineData("LogDir", @"\\?\D:\logs")]
    [InlineData("LogDir", @"\\.\pipe\logs")]
    [InlineData("LogDir", @"\\server")]
    [InlineData("LogDir", @"\\server\share\")]
    [InlineData("DefaultUser", " Jürgen")]
    [InlineData("DefaultUser", "Jürgen\u00a0")]
    [InlineData("DefaultUser", @"\user")]
    [InlineData("DefaultUser", @"a\b\c")]
    [InlineData("DefaultUser", "a:b")]
    public void Set_RefusesWhatProgramsWouldNotTake(string name, string value)
    {
        SetupException e = Assert.Throws<SetupException>(() => Store.Set("", name, value));

        Assert.Equal(SetupError.InvalidArgument, e.Error);
        Assert.Contains(": it ", e.Message, StringComparison.Ordinal);
        Assert.False(_machine.Registry.KeyExists(Root));
    }

    // Not as inline data, which is stored as UTF-8.
    [Fact]
    public void Set_RefusesHalfOfACharacter()
    {
        Set_RefusesWhatProgramsWouldNotTake("LogDir", "D:\\\ud800");
        Set_RefusesWhatProgramsWouldNotTake("DefaultUser", "a\udc00");
    }

    [Theory]
    [InlineData("LogDir", @"D:\Günlük 記録\سجل")]
    [InlineData("LogDir", @"c:\logs\")]
    [InlineData("LogDir", @"\\server\share\logs")]
    [InlineData("LogDir", "")]
    [InlineData("DefaultUser", "Jürgen")]
    [InlineData("DefaultUser", @".\İbrahim")]
    [InlineData("DefaultUser", @"NT AUTHORITY\記録")]
    [InlineData("DefaultUser", "")]
    public void Set_TakesWhatProgramsTake(string name, string value)
    {
        Store.Set("", name, value);

        ConfigurationEntry entry = Store.Get("", name);
        Assert.Equal((value, SettingSource.Machine, ""), (entry.Value, entry.Source, entry.Problem));
    }

    public static TheoryData<object> NoValues =>
        new() { new[] { @"D:\a", @"D:\b" }, true, 1.5, new DateTime(2020, 1, 1) };

    [Theory]
    [MemberData(nameof(NoValues), DisableDiscoveryEnumeration = true)]
    public void Set_RefusesWhatIsNeitherTextNorNumber(object value) => Assert.All(
        ["LogDir", "LogLevel", "DefaultUser"],
        name => Assert.Equal(
            SetupError.InvalidArgument, Assert.Throws<SetupException>(() => Store.Set("", name, value)).Error));

    [Fact]
    public void Set_RefusesWhatTheProgramDoesNotFollow_AndNamesThoseThatDo()
    {
        SetupException e = Assert.Throws<SetupException>(() => Store.Set("Network-Setup", "DefaultUser", "user"));

        Assert.Equal(SetupError.InvalidArgument, e.Error);
        Assert.Contains("qrexec-agent, qrexec-wrapper do", e.Message, StringComparison.Ordinal);
        Assert.False(_machine.Registry.KeyExists(Root));
    }

    [Fact]
    public void Get_TellsWhatIsStoredWithoutEffect()
    {
        _machine.Registry.Set(Root + @"\network-setup", "DefaultUser", RegistryValue.Text("user"));
        _machine.Registry.Set(Root, "LogDir", RegistryValue.Text("logs"));

        Assert.Contains(
            "network-setup does not follow DefaultUser",
            Store.Get("network-setup", "DefaultUser").Problem,
            StringComparison.Ordinal);
        ConfigurationEntry folder = Store.Get("", "LogDir");
        Assert.Equal(("", SettingSource.Default), (folder.Value, folder.Source));
        Assert.Contains("is no absolute path", folder.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Get_GoesOnWithoutAValueOfTheWrongKind_AndSaysSo()
    {
        _machine.Registry.Set(Root, "LogLevel", RegistryValue.Number(9));
        _machine.Registry.Set(Root + @"\qrexec-agent", "LogLevel", RegistryValue.Text("Verbose"));

        ConfigurationEntry entry = Store.Get("qrexec-agent", "LogLevel");

        Assert.Equal((3u, SettingSource.Default), (entry.Value, entry.Source));
        Assert.Contains(@"qrexec-agent\LogLevel is ""Verbose""", entry.Problem, StringComparison.Ordinal);
        Assert.Contains(@"Tools\LogLevel is ""9""", entry.Problem, StringComparison.Ordinal);
    }

    private (LogLevel Level, SettingSource Source) Level(string program)
    {
        LogLevelEntry entry = Store.GetLogLevel(program);
        return (entry.Level, entry.Source);
    }
}

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
    [InlineData("LogDir", "a\nb")]
    public void Set_RefusesWhatProgramsWouldNotTake(string name, string value)
    {
        SetupException e = Assert.Throws<SetupException>(() => Store.Set("", name, value));

        Assert.Equal(SetupError.InvalidArgument, e.Error);
        Assert.False(_machine.Registry.KeyExists(Root));
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

using PedOS.Engine.Tests.Images;
using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Logs;
using PedOS.Tools.Engine.Machines;
using Xunit;

namespace PedOS.Engine.Tests.Logs;

public sealed class LogFolderTests
{
    private const string Name = "qrexec-agent-20261121-100000-1.log";
    private const string Text = "2026-11-21T10:00:01.000Z I Günlük 日誌\n";

    [Fact]
    public void Host_ReadsAFolderWithAnyName()
    {
        using TemporaryDirectory directory = new();
        string folder = directory.Join("Günlükler 日誌 سجل");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Join(folder, Name), Text);
        HostLogFolder host = new(folder);

        // While its program writes on.
        using FileStream writer = new(Path.Join(folder, Name), FileMode.Append, FileAccess.Write, FileShare.Read);
        Assert.Equal([Name], host.List());
        Assert.Equal("Günlük 日誌", Assert.Single(new LogReader([host], new([])).ReadOn()).Message);
    }

    [Fact]
    public void Host_HasNothing_WhereThereIsNoFolder()
    {
        using TemporaryDirectory directory = new();
        HostLogFolder host = new(directory.Join("none"));

        Assert.Empty(host.List());
        Assert.Null(host.TryOpen(Name));
    }

    [Fact]
    public void Host_TellsWhyAFolderCannotBeLookedInto()
    {
        using TemporaryDirectory directory = new();
        HostLogFolder host = new(directory.Join(new string('x', 300)));

        _ = ImageFixture.Refused(SetupError.AccessDenied, () => host.List());
    }

    [Fact]
    public void Host_FollowsNoLink()
    {
        using TemporaryDirectory directory = new();
        string folder = directory.Join("log");
        Directory.CreateDirectory(folder);
        File.WriteAllText(directory.Join("secret"), Text);
        File.CreateSymbolicLink(Path.Join(folder, Name), directory.Join("secret"));

        Assert.Empty(new HostLogFolder(folder).List());
        Assert.Empty(new LogReader([new HostLogFolder(folder)], new([])).ReadOn());
    }

    [Fact]
    public void Machine_ReadsTheFoldersOfItsSettings()
    {
        using FakeWindows machine = new(MachineKind.Image);
        Write(machine, @"C:\Günlükler", Name);
        Write(machine, @"C:\ProgramData\PedOS\log", "network-setup-20261121-100000-2.log");
        machine.Registry.Set(
            $@"HKLM\{SettingNames.RootKey}\qrexec-agent", SettingNames.LogDir, RegistryValue.Text(@"C:\Günlükler"));
        machine.Registry.Set(
            $@"HKLM\{SettingNames.RootKey}\network-setup", SettingNames.LogDir, RegistryValue.Text(@"D:\elsewhere"));
        machine.Registry.Set(
            $@"HKLM\{SettingNames.RootKey}\pedos-rpc", SettingNames.LogDir, RegistryValue.Text(@"C:\..\x"));

        Assert.Equal(
            [@"C:\Günlükler", @"C:\ProgramData\PedOS\log"],
            LogFolders.PathsOf(machine).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["qrexec-agent", "network-setup"],
            new LogReader(LogFolders.Of(machine), new([])).ReadOn().Select(static r => r.Component));
        Assert.Null(new MachineLogFolder(machine.Files, @"C:\Günlükler").TryOpen("none.log"));
    }

    private static void Write(FakeWindows machine, string folder, string name)
    {
        string[] parts = folder.Split('\\');
        for (int i = 2; i <= parts.Length; i++)
        {
            machine.Files.CreateDirectory(string.Join('\\', parts.Take(i)), access: null);
        }

        using MemoryStream content = new(System.Text.Encoding.UTF8.GetBytes(Text));
        machine.Files.Write($@"{folder}\{name}", content, access: null, written: null);
        machine.Commit();
    }
}

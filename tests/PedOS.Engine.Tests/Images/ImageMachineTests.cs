using PedOS.TestKit.Hives;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Images;
using PedOS.Tools.Engine.Machines;
using Xunit;

namespace PedOS.Engine.Tests.Images;

public sealed class ImageMachineTests
{
    private const string Tools = @"HKLM\SOFTWARE\Invisible Things Lab\PedOS Tools";

    [Fact]
    public void Open_TellsWhatItIs()
    {
        using ImageFixture fixture = ImageFixture.CreateOrSkip();

        using ImageMachine machine = fixture.Open();

        Assert.Equal(MachineKind.Image, machine.Kind);
        Assert.Null(machine.Running);
        Assert.Equal(
            new MachineFacts(
                "Windows 11 Pro",
                22631,
                true,
                "C:",
                @"C:\Windows",
                @"C:\Program Files",
                @"C:\ProgramData",
                fixture.Image.Root),
            machine.Facts);
    }

    [Fact]
    public void Open_TellsTheDriveOfWindows_WhenItIsNotC()
    {
        using ImageFixture fixture = ImageFixture.CreateOrSkip(
            new WindowsImageOptions { SystemDrive = "D:", Is64Bit = false, Build = 17763 });

        using ImageMachine machine = fixture.Open();

        Assert.Equal("D:", machine.Facts.SystemDrive);
        Assert.Equal(@"D:\Program Files", machine.Facts.ProgramFiles);
        Assert.False(machine.Facts.Is64Bit);
        Assert.Equal(17763, machine.Facts.Build);
        Assert.NotNull(machine.Files.Find(@"D:\Windows\explorer.exe"));
        _ = ImageFixture.Refused(SetupError.UnsafePath, () => machine.Files.Find(@"C:\Windows\explorer.exe"));
    }

    [Fact]
    public void Open_ChangesNothing()
    {
        using ImageFixture fixture = ImageFixture.CreateOrSkip();
        WindowsImageSnapshot before = fixture.SnapshotOrSkip();
        byte[] hive = File.ReadAllBytes(fixture.Image.System);

        using (ImageMachine machine = fixture.Open())
        {
            _ = machine.Registry.SubkeyNames(@"HKLM\SYSTEM\CurrentControlSet\Services");
            _ = machine.Services.Find("Dhcp");
            machine.Commit();
        }

        Assert.Empty(before.DifferenceTo(fixture.Image.Snapshot()));
        Assert.Equal(hive, File.ReadAllBytes(fixture.Image.System));
    }

    [Fact]
    public void Commit_LeavesNothing_WhenEverythingIsTakenBack()
    {
        using ImageFixture fixture = ImageFixture.CreateOrSkip();
        WindowsImageSnapshot before = fixture.SnapshotOrSkip();
        const string Folder = @"C:\Program Files\Invisible Things Lab";
        ServiceConfiguration service = new(
            "qrexec-agent",
            "PedOS qrexec",
            "Startet Programme – Grüße",
            @"""C:\Program Files\Invisible Things Lab\agent.exe""",
            ServiceStart.Automatic,
            "EventLog/Tcpip",
            5);

        using (ImageMachine machine = fixture.Open())
        {
            machine.Files.CreateDirectory(Folder, AccessRule.Programs);
            machine.Files.Write(Folder + @"\agent.exe", new MemoryStream([1, 2, 3]), null, null);
            machine.Registry.Set(Tools, "LogDir", RegistryValue.Text(@"C:\Log"));
            machine.Services.Set(service);
            machine.Commit();
        }

        WindowsImageSnapshot installed = fixture.Image.Snapshot();
        Assert.Contains(
            before.DifferenceTo(installed),
            static line => line.StartsWith(
                @"+ file Program Files\Invisible Things Lab\agent.exe 3 ", StringComparison.Ordinal));
        using (ImageMachine machine = fixture.Open())
        {
            Assert.Equal(service, machine.Services.Find("qrexec-agent"));
            machine.Services.Delete("qrexec-agent");
            machine.Registry.DeleteValue(Tools, "LogDir");
            machine.Registry.DeleteKey(Tools);
            machine.Registry.DeleteKey(@"HKLM\SOFTWARE\Invisible Things Lab");
            machine.Files.Delete(Folder + @"\agent.exe");
            machine.Files.DeleteDirectory(Folder);
            machine.Commit();
            Assert.Empty(machine.LeftKeys);
        }

        Assert.Empty(before.DifferenceTo(fixture.Image.Snapshot()));
    }
}

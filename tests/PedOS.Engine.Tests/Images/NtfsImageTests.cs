using System.Text;
using PedOS.TestKit.Hives;
using PedOS.TestKit.Programs;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Images;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Volumes;
using Xunit;

namespace PedOS.Engine.Tests.Images;

/// <summary>An image on a real NTFS.</summary>
public sealed class NtfsImageTests
{
    private const string Folder = @"C:\Program Files\Werkzeuge für Ädmins";

    [Fact]
    public void Access_IsStoredAsWindowsReadsIt()
    {
        using NtfsVolume volume = CreateOrSkip(64);
        WindowsImage image = WindowsImage.Create(volume.Root);
        using ImageMachine machine = ImageMachine.Open(image.Root);

        machine.Files.CreateDirectory(Folder, AccessRule.Programs);
        machine.Files.Write(Folder + @"\a.exe", new MemoryStream([1]), AccessRule.AdministratorsOnly, null);
        machine.Files.Write(Folder + @"\b.exe", new MemoryStream([1]), null, null);
        machine.Files.CreateDirectory(Folder + @"\d", null);
        machine.Commit();

        Assert.Empty(machine.AccessNotStored);
        string place = image.At(@"Program Files\Werkzeuge für Ädmins");
        Assert.Equal(
            "O:BAG:BAD:P(A;OICI;0x1f01ff;;;SY)(A;OICI;0x1f01ff;;;BA)(A;OICI;0x1200a9;;;BU)", Sddl(place));
        Assert.Equal("O:BAG:BAD:P(A;;0x1f01ff;;;SY)(A;;0x1f01ff;;;BA)", Sddl(Path.Join(place, "a.exe")));
        Assert.Equal(
            "O:BAG:BAD:AI(A;ID;0x1f01ff;;;SY)(A;ID;0x1f01ff;;;BA)(A;ID;0x1200a9;;;BU)",
            Sddl(Path.Join(place, "b.exe")));
        Assert.Equal(
            "O:BAG:BAD:AI(A;OICIID;0x1f01ff;;;SY)(A;OICIID;0x1f01ff;;;BA)(A;OICIID;0x1200a9;;;BU)",
            Sddl(Path.Join(place, "d")));

        machine.Files.SetAccess(Folder + @"\B.EXE", AccessRule.Programs);
        Assert.Equal(
            "O:BAG:BAD:P(A;;0x1f01ff;;;SY)(A;;0x1f01ff;;;BA)(A;;0x1200a9;;;BU)", Sddl(Path.Join(place, "b.exe")));
    }

    [Fact]
    public void Everything_WorksAndSurvivesAMount()
    {
        using NtfsVolume volume = CreateOrSkip(64);
        WindowsImage image = WindowsImage.Create(volume.Root);
        byte[] access = HostVolume.Current.FindSecurity(image.System)!;
        string deep = Folder;
        using (ImageMachine machine = ImageMachine.Open(image.Root))
        {
            machine.Files.CreateDirectory(Folder.ToUpperInvariant(), AccessRule.Programs);
            for (int i = 0; i < 5; i++)
            {
                deep += @"\" + string.Concat(Enumerable.Repeat("日本語の長い名前", 8));
                machine.Files.CreateDirectory(deep, null);
            }

            Write(machine, deep + @"\ünï.txt", "tief");
            machine.Files.Move(deep + @"\ÜNÏ.TXT", deep + @"\x.txt");
            machine.Files.Link(deep + @"\x.txt", Folder + @"\y.txt");
            machine.Registry.Set(@"HKLM\SYSTEM\Setup", "Größe", RegistryValue.Number(5));
            machine.Commit();
            Assert.NotNull(machine.Files.Find(Folder + @"\Y.TXT"));
        }

        volume.Unmount();
        Mount(volume, readOnly: false);
        using ImageMachine again = ImageMachine.Open(image.Root);
        Assert.Equal("tief", Read(again, Folder + @"\y.txt"));
        Assert.True(deep.Length > 300);
        Assert.Equal("tief", Read(again, deep + @"\x.txt"));
        Assert.Equal(5u, again.Registry.Find(@"HKLM\SYSTEM\Setup", "größe")?.AsNumber());
        Assert.Equal(access, HostVolume.Current.FindSecurity(image.System));
    }

    [Fact]
    public void Open_Refuses_AVolumeThatIsMountedReadOnly()
    {
        using NtfsVolume volume = CreateOrSkip(64);
        WindowsImage image = WindowsImage.Create(volume.Root);
        volume.Unmount();
        Mount(volume, readOnly: true);

        _ = ImageFixture.Refused(SetupError.ReadOnly, () => ImageMachine.Open(image.Root).Dispose());
        using ImageMachine reader = ImageMachine.Open(image.Root, ImageUse.Read);
        Assert.Equal(22631, reader.Facts.Build);
    }

    [Fact]
    public void FullVolume_ChangesNoHiveAndLeavesNoFile()
    {
        using NtfsVolume volume = CreateOrSkip(24);
        WindowsImage image = WindowsImage.Create(volume.Root);
        byte[] system = File.ReadAllBytes(image.System);
        byte[] software = File.ReadAllBytes(image.Software);
        using ImageMachine machine = ImageMachine.Open(image.Root);
        _ = ImageFixture.Refused(
            SetupError.NoSpace,
            () => machine.Files.Write(@"C:\big", new MemoryStream(new byte[32 << 20]), null, null));
        Assert.Null(machine.Files.Find(@"C:\big"));

        // Room for the smaller of two hives alone: the larger is what fails, and both stay.
        machine.Registry.Set(@"HKLM\SOFTWARE\x", "y", RegistryValue.Number(1));
        for (int i = 0; i < 60; i++)
        {
            machine.Registry.Set(
                $@"HKLM\SYSTEM\Setup\{i}", "y", new RegistryValue(RegistryValueType.Binary, new byte[16000]));
        }

        FillTo(machine, 600_000);
        _ = ImageFixture.Refused(SetupError.NoSpace, machine.Commit);

        Assert.Equal(system, HiveProbe.Read(image.System));
        Assert.Equal(software, HiveProbe.Read(image.Software));
        Assert.Empty(Directory.GetFiles(image.At(@"Windows\System32\config"), "*.pedos-new"));
        machine.Files.Delete(@"C:\fill");
        machine.Commit();
        using ImageMachine again = ImageMachine.Open(image.Root, ImageUse.Read);
        Assert.Equal(1u, again.Registry.Find(@"HKLM\SOFTWARE\x", "y")?.AsNumber());
    }

    private static NtfsVolume CreateOrSkip(int megabytes)
    {
        NtfsVolume? volume = NtfsVolume.TryCreate(megabytes, "permissions", out string problem);
        Assert.SkipWhen(volume is null, problem);
        return volume!;
    }

    private static void Mount(NtfsVolume volume, bool readOnly) =>
        Assert.SkipUnless(volume.TryMount(readOnly, out string problem), problem);

    private static void FillTo(ImageMachine machine, long left)
    {
        using MemoryStream content = new(new byte[machine.Files.FreeBytes - left]);
        machine.Files.Write(@"C:\fill", content, null, null);
        Assert.InRange(machine.Files.FreeBytes, 0, left + 100_000);
    }

    private static string Sddl(string path) =>
        SecurityText.Of(HostVolume.Current.FindSecurity(path) ?? throw new InvalidDataException("no descriptor"));

    private static void Write(ImageMachine machine, string path, string text) =>
        machine.Files.Write(path, new MemoryStream(Encoding.UTF8.GetBytes(text)), null, null);

    private static string Read(ImageMachine machine, string path)
    {
        using StreamReader reader = new(machine.Files.OpenRead(path));
        return reader.ReadToEnd();
    }
}

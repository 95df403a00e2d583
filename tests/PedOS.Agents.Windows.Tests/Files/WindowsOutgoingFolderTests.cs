using System.Runtime.Versioning;
using System.Text;
using PedOS.Agents.Files;
using PedOS.Agents.Windows.Files;
using PedOS.Protocols.FileCopy;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Files;

/// <summary>Files that are sent from Windows.</summary>
[SupportedOSPlatform("windows")]
public sealed class WindowsOutgoingFolderTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("outgoing").FullName;
    private readonly WindowsOutgoingFolder _folder;

    public WindowsOutgoingFolderTests() => _folder = WindowsOutgoingFolder.Open(_path);

    public void Dispose()
    {
        _folder.Dispose();
        Directory.Delete(_path, recursive: true);
    }

    [Fact]
    public void Names_AreListed_ManyOfThem_AndAgain()
    {
        string[] names = [.. Enumerable.Range(0, 3000).Select(static n => $"Grüße İ 日本 {n}")];
        foreach (string name in names)
        {
            File.WriteAllText(Path.Combine(_path, name), "");
        }

        for (int round = 0; round < 2; round++)
        {
            Assert.Equal(
                names.Order(StringComparer.Ordinal),
                _folder.List().Select(static n => WideName.ToText(n)).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void AFile_IsReadWhileAnotherProgramWritesIt()
    {
        using FileStream open = new(
            Path.Combine(_path, "offen"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite);
        open.Write("inhalt"u8);
        open.Flush();
        byte[] name = "offen"u8.ToArray();
        using IOutgoingFile file = _folder.OpenFile(name, _folder.Look(name));
        byte[] buffer = new byte[100];
        Assert.Equal((EntryKind.File, 6ul), (file.Status.Kind, file.Status.Length));
        Assert.Equal("inhalt", Encoding.UTF8.GetString(buffer, 0, file.Read(buffer)));
        Assert.Equal(0, file.Read(buffer));
    }

    [Fact]
    public void AStatus_TellsKindTimeAndIdentity()
    {
        string path = Path.Combine(_path, "a");
        File.WriteAllText(path, "1");
        _ = Directory.CreateDirectory(Path.Combine(_path, "d"));
        DateTime time = DateTime.UnixEpoch.AddSeconds(1_600_000_000.5);
        File.SetLastWriteTimeUtc(path, time);
        OutgoingStatus file = _folder.Look("a"u8.ToArray());
        Assert.Equal(time, file.Modified.ToDateTimeOffset().UtcDateTime);
        Assert.Equal((EntryKind.File, 0x81A4u, 1ul, false), (file.Kind, file.Mode, file.Length, file.IsElsewhere));
        OutgoingStatus folder = _folder.Look("d"u8.ToArray());
        Assert.Equal((EntryKind.Directory, 0x41EDu), (folder.Kind, folder.Mode));
        Assert.NotEqual(file.Identity, folder.Identity);
        Assert.Equal(
            FileCopyError.ENOENT, Assert.Throws<FileErrorException>(() => _folder.Look("b"u8.ToArray())).Error);
    }

    [Fact]
    public void OnlyWhatWasSeen_IsRemoved()
    {
        string path = Path.Combine(_path, "a");
        File.WriteAllText(path, "1");
        byte[] name = "a"u8.ToArray();
        OutgoingStatus seen = _folder.Look(name);
        File.WriteAllText(path, "longer");
        Assert.False(_folder.TryRemove(name, seen));
        Assert.Equal("longer", File.ReadAllText(path));
        Assert.True(_folder.TryRemove(name, _folder.Look(name)));
        Assert.Empty(Directory.GetFileSystemEntries(_path));
    }

    [Fact]
    public void AFolderThatIsNotEmpty_Stays()
    {
        string below = Path.Combine(_path, "d", "a");
        _ = Directory.CreateDirectory(Path.GetDirectoryName(below)!);
        File.WriteAllText(below, "1");
        byte[] name = "d"u8.ToArray();
        Assert.False(_folder.TryRemove(name, _folder.Look(name)));
        Assert.True(File.Exists(below));
        File.Delete(below);
        Assert.True(_folder.TryRemove(name, _folder.Look(name)));
        Assert.Empty(Directory.GetFileSystemEntries(_path));
    }

    [Fact]
    public void AFolderBelow_IsOpenedByItself()
    {
        _ = Directory.CreateDirectory(Path.Combine(_path, "d", "e"));
        using IOutgoingFolder below = _folder.OpenFolder("d"u8.ToArray());
        Assert.Equal(["e"], below.List().Select(static n => WideName.ToText(n)));
        byte[] name = "e"u8.ToArray();
        _ = Assert.Throws<FileErrorException>(() => below.OpenFile(name, below.Look(name)));
    }

    [Fact]
    public void AFileThatWasReplacedMeanwhile_IsNotOpened()
    {
        string path = Path.Combine(_path, "a");
        byte[] name = "a"u8.ToArray();
        File.WriteAllText(path, "1");
        File.WriteAllText(Path.Combine(_path, "b"), "1");
        OutgoingStatus seen = _folder.Look(name);
        using (IOutgoingFile same = _folder.OpenFile(name, seen))
        {
            Assert.Equal(seen.Version, same.Status.Version);
        }

        File.Move(Path.Combine(_path, "b"), path, overwrite: true);
        FileErrorException e = Assert.Throws<FileErrorException>(() => _folder.OpenFile(name, seen));
        Assert.Equal(FileCopyError.EINVAL, e.Error);
        File.Delete(path);
        _ = Directory.CreateDirectory(path);
        _ = Assert.Throws<FileErrorException>(() => _folder.OpenFile(name, seen));
    }
}

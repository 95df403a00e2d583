using System.Runtime.Versioning;
using System.Text;
using PedOS.Agents.Files;
using PedOS.Agents.Windows.Files;
using PedOS.Protocols.FileCopy;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Files;

/// <summary>Received files on Windows, reached from a folder that is held open.</summary>
[SupportedOSPlatform("windows")]
public sealed class WindowsIncomingFolderTests : IDisposable
{
    private static readonly EntryTime Accessed = new(1_600_000_000, 100);
    private static readonly EntryTime Modified = new(1_600_000_001, 222_333_400);

    private readonly string _path = Directory.CreateTempSubdirectory("incoming").FullName;
    private readonly WindowsIncomingFolder _folder;

    public WindowsIncomingFolderTests() => _folder = WindowsIncomingFolder.Open(_path);

    public void Dispose()
    {
        _folder.Dispose();
        Directory.Delete(_path, recursive: true);
    }

    [Theory]
    [InlineData("Bericht.txt")]
    [InlineData("İstanbul ığ 日本語 ملف")]
    [InlineData("con.txt")]
    [InlineData("a:b?*")]
    [InlineData("dot.")]
    public void AFile_HasItsContentAndTimes_UnderTheNameForWindows(string name)
    {
        string held = WindowsName.From(Encoding.UTF8.GetBytes(name));
        using (IIncomingFile file = Make(held))
        {
            file.Write("eins "u8);
            file.Write("zwei"u8);
            file.Keep(0x81A4, Accessed, Modified);
        }

        FileInfo there = new(Path.Combine(_path, held));
        Assert.Equal("eins zwei", File.ReadAllText(there.FullName));
        Assert.Equal(Modified.ToDateTimeOffset().UtcDateTime, there.LastWriteTimeUtc);
        Assert.Equal([held], Directory.GetFileSystemEntries(_path).Select(Path.GetFileName));
    }

    [Fact]
    public void AFileThatIsNotKept_IsGone()
    {
        using (IIncomingFile file = Make("half"))
        {
            file.Write("x"u8);
        }

        using (Make("nothing"))
        {
            // Not a byte of it came.
        }

        Assert.Empty(Directory.GetFileSystemEntries(_path));
    }

    [Fact]
    public void WhatIsThere_IsNotTouched()
    {
        File.WriteAllText(Path.Combine(_path, "mine"), "old");
        _ = Directory.CreateDirectory(Path.Combine(_path, "folder"));
        Assert.Null(_folder.TryMakeFile("mine"u8));
        Assert.Null(_folder.TryMakeFile("MINE"u8));
        Assert.Null(_folder.TryMakeFile("folder"u8));
        Assert.Null(_folder.TryMakeFolder("mine"u8));
        Assert.Equal("old", File.ReadAllText(Path.Combine(_path, "mine")));
        Assert.Equal(
            FileCopyError.ENOTDIR,
            Assert.Throws<FileErrorException>(() => _folder.TryOpenFolder("mine"u8)).Error);
        Assert.Null(_folder.TryOpenFolder("missing"u8));
    }

    [Fact]
    public void FindName_TellsHowItIsWritten()
    {
        File.WriteAllText(Path.Combine(_path, "Straße İ.txt"), "");
        File.WriteAllText(Path.Combine(_path, "README"), "");
        Assert.Equal("README", Find("readme"));
        Assert.Equal("README", Find("README"));
        Assert.Equal("Straße İ.txt", Find("STRAßE İ.TXT"));
        Assert.Null(Find("missing"));
    }

    [Fact]
    public void FoldersAndFilesInThem_AreMade_AndHaveTimes()
    {
        using (IIncomingFolder inner = _folder.TryMakeFolder("a"u8)!)
        {
            using (IIncomingFile file = inner.TryMakeFile("b"u8)!)
            {
                file.Write("x"u8);
                file.Keep(0, Accessed, Modified);
            }

            inner.Finish(0, Accessed, Modified);
        }

        Assert.Equal("x", File.ReadAllText(Path.Combine(_path, "a", "b")));
        Assert.Equal(
            Modified.ToDateTimeOffset().UtcDateTime, Directory.GetLastWriteTimeUtc(Path.Combine(_path, "a")));
    }

    [Fact(Skip = "Wine makes no links for programs", SkipType = typeof(Wine), SkipWhen = nameof(Wine.IsHere))]
    public void ALink_IsNotGoneThrough()
    {
        string outside = Directory.CreateTempSubdirectory("outside").FullName;
        _ = Directory.CreateSymbolicLink(Path.Combine(_path, "l"), outside);
        try
        {
            Assert.Equal(
                FileCopyError.ENOTDIR, Assert.Throws<FileErrorException>(() => _folder.TryOpenFolder("l"u8)).Error);
            Assert.Null(_folder.TryMakeFile("l"u8));
        }
        finally
        {
            Directory.Delete(Path.Combine(_path, "l"));
            Directory.Delete(outside);
        }
    }

    [Fact]
    public void NamesBeyondMaxPath_AreMade()
    {
        string part = new('n', 200);
        IIncomingFolder at = _folder;
        for (int depth = 0; depth < 4; depth++)
        {
            IIncomingFolder next = at.TryMakeFolder(Encoding.UTF8.GetBytes(part))!;
            if (at != _folder)
            {
                at.Dispose();
            }

            at = next;
        }

        using (at)
        using (IIncomingFile file = at.TryMakeFile("f"u8)!)
        {
            file.Write("x"u8);
            file.Keep(0, Accessed, Modified);
        }

        Assert.True(File.Exists($@"\\?\{Path.Combine(_path, part, part, part, part, "f")}"));
    }

    [Fact(Skip = "Wine has no streams", SkipType = typeof(Wine), SkipWhen = nameof(Wine.IsHere))]
    public void WhereItComesFrom_IsWrittenBesideAFile()
    {
        using (IIncomingFile file = Make("f"))
        {
            file.Note(ZoneMark.Stream, ZoneMark.From("arbeit"));
            file.Write("x"u8);
            file.Keep(0, Accessed, Modified);
        }

        Assert.Equal(ZoneMark.From("arbeit"), File.ReadAllBytes(Path.Combine(_path, $"f:{ZoneMark.Stream}")));
    }

    [Fact]
    public void TheVolume_TellsItsRoom_AndIsFlushed()
    {
        Assert.InRange(_folder.GetFreeBytes(), 1UL, 1UL << 60);
        _folder.Flush();
    }

    [Fact]
    public void Documents_AreTheUsers_AndNoServices()
    {
        using WindowsIncomingFolder documents = WindowsIncomingFolder.OpenDocuments();
        Assert.InRange(documents.GetFreeBytes(), 1UL, 1UL << 60);
    }

    private IIncomingFile Make(string name) => _folder.TryMakeFile(Encoding.UTF8.GetBytes(name))!;

    private string? Find(string name) =>
        _folder.FindName(Encoding.UTF8.GetBytes(name)) is { } found ? Encoding.UTF8.GetString(found) : null;
}

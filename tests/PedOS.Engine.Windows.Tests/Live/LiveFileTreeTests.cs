using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Machines;
using Xunit;

namespace PedOS.Engine.Windows.Tests.Live;

public sealed class LiveFileTreeTests
{
    private static readonly DateTime Time = new(2024, 2, 29, 12, 34, 56, DateTimeKind.Utc);

    [Fact]
    public void Write_MakesAFile_WithContentAndTime()
    {
        using Scratch scratch = new();
        using MemoryStream content = new([1, 2, 3]);

        scratch.Machine.Files.Write(scratch.Path("Größe.dat"), content, AccessRule.Programs, Time);

        Assert.Equal([1, 2, 3], File.ReadAllBytes(scratch.Native("Größe.dat")));
        Assert.Equal(
            new FileEntry("Größe.dat", FileKind.File, 3, Time),
            scratch.Machine.Files.Find(scratch.Path("GRÖßE.DAT")));
    }

    [Fact]
    public void Write_Refuses_WhenTheNameIsTaken()
    {
        using Scratch scratch = new();
        scratch.Write("a", "old");

        SetupException failure = Assert.Throws<SetupException>(() => scratch.Write("a", "new"));

        Assert.Equal("old", scratch.Read("a"));
        Assert.Contains(scratch.Path("a"), failure.Message, StringComparison.Ordinal);
        Assert.Contains("(error 80)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_LeavesNothing_WhenTheSourceFails()
    {
        using Scratch scratch = new();

        SetupException failure = Assert.Throws<SetupException>(() =>
            scratch.Machine.Files.Write(scratch.Path("a"), new BrokenStream(), null, null));

        Assert.Equal(SetupError.InputOutput, failure.Error);
        Assert.Empty(Directory.GetFileSystemEntries(scratch.Folder));
    }

    [Fact]
    public void Paths_OfThreeHundredCharacters_Work()
    {
        using Scratch scratch = new();
        string[] names = ["Übergrößenträger", "İstanbul ığüşöç", "日本語のフォルダー", "مجلد عربي"];
        string folder = scratch.Folder;
        for (int i = 0; folder.Length < 300; i++)
        {
            folder += "\\" + names[i % names.Length] + i;
            scratch.Machine.Files.CreateDirectory(folder, null);
        }

        using MemoryStream content = new([42]);
        scratch.Machine.Files.Write(folder + @"\ファイル.txt", content, null, Time);
        scratch.Machine.Files.Move(folder + @"\ファイル.txt", folder + @"\dosya.txt");
        scratch.Machine.Files.Link(folder + @"\dosya.txt", folder + @"\ikinci.txt");
        scratch.Machine.Commit();

        Assert.Equal(["dosya.txt", "ikinci.txt"], scratch.Machine.Files.List(folder).Select(static e => e.Name));
        Assert.Equal([42], File.ReadAllBytes($@"\\?\{folder}\ikinci.txt"));
    }

    [Fact]
    public void List_IsInOrdinalOrder_AndEmptyForNothing()
    {
        using Scratch scratch = new();
        scratch.Write("b", "");
        scratch.Write("Z", "");
        scratch.Machine.Files.CreateDirectory(scratch.Path("a"), null);

        Assert.Equal(["Z", "a", "b"], scratch.Machine.Files.List(scratch.Folder).Select(static e => e.Name));
        Assert.Empty(scratch.Machine.Files.List(scratch.Path("none")));
        Assert.Empty(scratch.Machine.Files.List(scratch.Path(@"none\lower")));
        Assert.Empty(scratch.Machine.Files.List(scratch.Path("b")));
        Assert.Contains(
            scratch.Machine.Files.List(@"C:\"), static e => e is { Name: "windows", Kind: FileKind.Directory });
    }

    [Fact]
    public void Find_IsNull_ForNothing()
    {
        using Scratch scratch = new();

        Assert.Null(scratch.Machine.Files.Find(scratch.Path("none")));
        Assert.Null(scratch.Machine.Files.Find(scratch.Path(@"none\lower")));
        Assert.Equal(FileKind.Directory, scratch.Machine.Files.Find(@"C:\")?.Kind);
    }

    [Fact]
    public void Move_Replaces_AlsoWhatIsReadOnly()
    {
        using Scratch scratch = new();
        scratch.Write("old", "old");
        scratch.Write("new", "new");
        File.SetAttributes(scratch.Native("old"), FileAttributes.ReadOnly);

        scratch.Machine.Files.Move(scratch.Path("new"), scratch.Path("old"));

        Assert.Equal("new", scratch.Read("old"));
        Assert.Null(scratch.Machine.Files.Find(scratch.Path("new")));
    }

    [Fact]
    public void Move_SaysWhatIsMissing()
    {
        using Scratch scratch = new();

        SetupException failure = Assert.Throws<SetupException>(() =>
            scratch.Machine.Files.Move(scratch.Path("none"), scratch.Path("b")));

        Assert.Equal(SetupError.NotFound, failure.Error);
        Assert.Contains("MoveFileEx", failure.Message, StringComparison.Ordinal);
        Assert.Contains(scratch.Path("none"), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Link_KeepsTheOldContent_WhenTheFirstNameIsReplaced()
    {
        using Scratch scratch = new();
        scratch.Write("program", "old");
        scratch.Machine.Files.Link(scratch.Path("program"), scratch.Path("kept"));
        scratch.Write("temporary", "new");

        scratch.Machine.Files.Move(scratch.Path("temporary"), scratch.Path("program"));

        Assert.Equal("old", scratch.Read("kept"));
        Assert.Equal("new", scratch.Read("program"));
        Assert.Throws<SetupException>(() => scratch.Machine.Files.Link(scratch.Path("kept"), scratch.Path("program")));
    }

    [Fact]
    public void Delete_RemovesFiles_AlsoReadOnly_AndIsSilentAboutNothing()
    {
        using Scratch scratch = new();
        scratch.Write("a", "");
        File.SetAttributes(scratch.Native("a"), FileAttributes.ReadOnly);

        scratch.Machine.Files.Delete(scratch.Path("a"));
        scratch.Machine.Files.Delete(scratch.Path("a"));

        Assert.Null(scratch.Machine.Files.Find(scratch.Path("a")));
    }

    [Fact]
    public void DeleteDirectory_LeavesWhatIsNotEmpty()
    {
        using Scratch scratch = new();
        scratch.Machine.Files.CreateDirectory(scratch.Path("d"), AccessRule.AdministratorsOnly);
        scratch.Machine.Files.CreateDirectory(scratch.Path("d"), AccessRule.AdministratorsOnly);
        scratch.Write(@"d\a", "");

        scratch.Machine.Files.DeleteDirectory(scratch.Path("d"));
        Assert.NotNull(scratch.Machine.Files.Find(scratch.Path(@"d\a")));

        scratch.Machine.Files.Delete(scratch.Path(@"d\a"));
        scratch.Machine.Files.DeleteDirectory(scratch.Path("d"));
        scratch.Machine.Files.DeleteDirectory(scratch.Path("d"));
        Assert.Null(scratch.Machine.Files.Find(scratch.Path("d")));
    }

    [Fact]
    public void CreateDirectory_Refuses_AFileOfTheName()
    {
        using Scratch scratch = new();
        scratch.Write("a", "");

        Assert.Throws<SetupException>(() => scratch.Machine.Files.CreateDirectory(scratch.Path("a"), null));
    }

    [Fact]
    public void SetAccess_IsAccepted_AndAdministratorsCanStillRead()
    {
        using Scratch scratch = new();
        scratch.Write("a", "text");

        scratch.Machine.Files.SetAccess(scratch.Path("a"), AccessRule.Programs);
        scratch.Machine.Files.SetAccess(scratch.Folder, AccessRule.AdministratorsOnly);

        Assert.Equal("text", scratch.Read("a"));
    }

    [Fact]
    public void OpenRead_Refuses_WhatIsNoFile()
    {
        using Scratch scratch = new();

        Assert.Throws<SetupException>(() => scratch.Machine.Files.OpenRead(scratch.Folder));
        SetupException failure =
            Assert.Throws<SetupException>(() => scratch.Machine.Files.OpenRead(scratch.Path("none")));
        Assert.Equal(SetupError.NotFound, failure.Error);
    }

    [Fact]
    public void OpenAppend_IsForOneCallerAlone_AndKeepsWhatWasThere()
    {
        using Scratch scratch = new();
        using (IAppendFile file = scratch.Machine.Files.OpenAppend(scratch.Path("journal")))
        {
            file.Append([1, 2]);
            file.Flush();
            SetupException failure = Assert.Throws<SetupException>(() =>
                scratch.Machine.Files.OpenAppend(scratch.Path("journal")));
            Assert.Equal(SetupError.Busy, failure.Error);
        }

        using IAppendFile again = scratch.Machine.Files.OpenAppend(scratch.Path("journal"));
        again.Append([3]);
        Assert.Equal([1, 2, 3], again.ReadAll(10));
    }

    [Fact]
    public async Task OpenAppend_WaitsForAScanner()
    {
        using Scratch scratch = new();
        scratch.Machine.Files.OpenAppend(scratch.Path("journal")).Dispose();
        FileStream scanner = new(scratch.Path("journal"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Task<IAppendFile> opening = Task.Run(() => scratch.Machine.Files.OpenAppend(scratch.Path("journal")));

        // It has met the scanner by then, or will not meet it any more.
        _ = await Task.WhenAny(opening, Task.Delay(100));
        await scanner.DisposeAsync();

        using IAppendFile opened = await opening;
        opened.Append([1]);
    }

    [Theory]
    [InlineData(@"D:\a")]
    [InlineData(@"C:a")]
    [InlineData(@"\a")]
    [InlineData(@"C:\a\..\b")]
    [InlineData(@"C:\a\.")]
    [InlineData(@"C:\a\\b")]
    [InlineData(@"C:\a\")]
    [InlineData(@"C:\a/b")]
    [InlineData(@"C:\a.")]
    [InlineData(@"C:\a ")]
    [InlineData(@"C:\a:stream")]
    [InlineData(@"C:\NUL")]
    [InlineData(@"C:\com1.txt\a")]
    [InlineData(@"C:\a*")]
    [InlineData("C:\\a\u0001")]
    [InlineData(@"\\?\C:\a")]
    public void Paths_ThatAreNotWhatTheySeem_AreRefused(string path)
    {
        using Scratch scratch = new();

        SetupException failure = Assert.Throws<SetupException>(() => scratch.Machine.Files.Find(path));

        Assert.Equal(SetupError.UnsafePath, failure.Error);
    }

    [Theory]
    [InlineData('\ud800')]
    [InlineData('\udc00')]
    public void Paths_WithHalfACharacter_AreRefused(char half)
    {
        using Scratch scratch = new();

        SetupException failure = Assert.Throws<SetupException>(() => scratch.Machine.Files.Find($@"C:\a{half}b"));

        Assert.Equal(SetupError.UnsafePath, failure.Error);
    }

    [Fact]
    public void FreeBytes_IsThatOfTheDrive()
    {
        using Scratch scratch = new();

        Assert.InRange(
            scratch.Machine.Files.FreeBytes, 1, new DriveInfo("C").AvailableFreeSpace + (1L << 34));
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override void CopyTo(Stream destination, int bufferSize)
        {
            destination.Write([1, 2, 3]);
            throw new EndOfStreamException("the source ends too early");
        }
    }
}

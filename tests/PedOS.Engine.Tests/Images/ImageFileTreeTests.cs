using System.Text;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Images;
using PedOS.Tools.Engine.Machines;
using Xunit;

namespace PedOS.Engine.Tests.Images;

public sealed class ImageFileTreeTests : IDisposable
{
    private const string Folder = @"C:\Program Files\Werkzeuge";
    private static readonly DateTime Time = new(2026, 2, 3, 4, 5, 6, DateTimeKind.Utc);
    private readonly ImageFixture _fixture = ImageFixture.CreateOrSkip();
    private readonly ImageMachine _machine;

    public ImageFileTreeTests()
    {
        _machine = _fixture.Open();
        Files.CreateDirectory(Folder, null);
    }

    private IFileTree Files => _machine.Files;

    [Fact]
    public void Write_StoresContentAndTime()
    {
        Write(Folder + @"\Grüße.txt", "hallo", Time);

        FileEntry? entry = Files.Find(Folder + @"\Grüße.txt");
        Assert.Equal(new FileEntry("Grüße.txt", FileKind.File, 5, Time), entry);
        Assert.Equal("hallo", Read(Folder + @"\Grüße.txt"));
        Assert.Equal("hallo", File.ReadAllText(_fixture.Image.At(@"Program Files\Werkzeuge\Grüße.txt")));
    }

    [Theory]
    [InlineData(@"c:\PROGRAM FILES\WERKZEUGE\ÄRGER.TXT", @"ärger.txt")]
    [InlineData(@"C:\program files\werkzeuge\чай.TXT", "ЧАЙ.txt")]
    [InlineData(@"C:\Program Files\Werkzeuge\i", "İ", false)] // Turkish letters are letters of their own
    [InlineData(@"C:\Program Files\Werkzeuge\I", "ı", false)]
    public void Find_MatchesWithoutCase(string asked, string onDisk, bool isFound = true)
    {
        File.WriteAllText(_fixture.Image.At($@"Program Files\Werkzeuge\{onDisk}"), "x");

        Assert.Equal(isFound ? onDisk : null, Files.Find(asked)?.Name);
    }

    [Fact]
    public void Find_PrefersTheExactName()
    {
        File.WriteAllText(_fixture.Image.At(@"Program Files\Werkzeuge\name"), "1");
        File.WriteAllText(_fixture.Image.At(@"Program Files\Werkzeuge\NAME"), "22");

        Assert.Equal(1, Files.Find(Folder + @"\name")!.Length);
        Assert.Equal(2, Files.Find(Folder + @"\NAME")!.Length);
    }

    [Fact]
    public void Find_SeesWhatOthersDid()
    {
        Assert.Null(Files.Find(Folder + @"\SPÄT"));
        File.WriteAllText(_fixture.Image.At(@"Program Files\Werkzeuge\spät"), "x");
        Assert.Equal("spät", Files.Find(Folder + @"\SPÄT")?.Name);
        File.Delete(_fixture.Image.At(@"Program Files\Werkzeuge\spät"));
        Assert.Null(Files.Find(Folder + @"\SPÄT"));
    }

    [Fact]
    public void Write_Refuses_ANameThatIsTakenInAnotherCase()
    {
        Write(Folder + @"\a.dll", "1");

        _ = ImageFixture.Refused(SetupError.InvalidArgument, () => Write(Folder + @"\A.DLL", "2"));

        Assert.Equal("1", Read(Folder + @"\a.dll"));
    }

    [Fact]
    public void Write_NeedsTheDirectory() =>
        ImageFixture.Refused(SetupError.NotFound, () => Write(Folder + @"\no\a.dll", "1"));

    [Fact]
    public void Write_LeavesNothing_WhenTheSourceFails()
    {
        using FailingStream source = new(100_000);

        _ = Assert.Throws<InvalidDataException>(() => Files.Write(Folder + @"\a", source, AccessRule.Programs, null));

        Assert.Null(Files.Find(Folder + @"\a"));
        Assert.Empty(Directory.GetFiles(_fixture.Image.At(@"Program Files\Werkzeuge")));
        Write(Folder + @"\A", "again");
    }

    [Theory]
    [InlineData(@"C:\Windows\..\x")]
    [InlineData(@"C:\Windows\.\x")]
    [InlineData(@"C:\Windows\\x")]
    [InlineData(@"C:\Windows\x\")]
    [InlineData(@"D:\x")]
    [InlineData("x")]
    [InlineData(@"\x")]
    [InlineData(@"\\?\C:\x")]
    [InlineData(@"C:\x/y")]
    [InlineData(@"C:\x:stream")]
    [InlineData(@"C:\x.")]
    [InlineData(@"C:\x ")]
    [InlineData(@"C:\NUL")]
    [InlineData(@"C:\Windows\com1.txt")]
    [InlineData(@"C:\a*")]
    [InlineData("C:\\a\u0007")]
    public void Changes_Refuse_AnUnsafePath(string path)
    {
        _ = ImageFixture.Refused(SetupError.UnsafePath, () => Files.Find(path));
        _ = ImageFixture.Refused(SetupError.UnsafePath, () => Write(path, "x"));
        _ = ImageFixture.Refused(SetupError.UnsafePath, () => Files.Delete(path));
        _ = ImageFixture.Refused(SetupError.UnsafePath, () => Files.CreateDirectory(path, null));
        _ = ImageFixture.Refused(SetupError.UnsafePath, () => Files.Move(@"C:\pagefile.sys", path));
    }

    [Fact]
    public void Find_Refuses_HalfOfASurrogatePair() =>
        ImageFixture.Refused(SetupError.UnsafePath, () => Files.Find("C:\\a\ud800"));

    [Fact]
    public void Links_AreSeenAndNeverFollowed()
    {
        using TemporaryDirectory outside = new();
        string secret = Path.Join(outside.Path, "secret");
        File.WriteAllText(secret, "x");
        _ = File.CreateSymbolicLink(_fixture.Image.At(@"Program Files\Werkzeuge\way"), outside.Path);
        _ = File.CreateSymbolicLink(_fixture.Image.At(@"Program Files\Werkzeuge\end"), secret);

        Assert.Equal(FileKind.Link, Files.Find(Folder + @"\WAY")?.Kind);
        Assert.Equal(FileKind.Link, Files.Find(Folder + @"\end")?.Kind);
        Assert.Equal(["end", "way"], Files.List(Folder).Select(static entry => entry.Name));
        Action[] refused =
        [
            () => Files.Find(Folder + @"\way\secret"),
            () => Files.List(Folder + @"\way"),
            () => Files.OpenRead(Folder + @"\end").Dispose(),
            () => Files.OpenAppend(Folder + @"\end").Dispose(),
            () => Write(Folder + @"\way\new", "x"),
            () => Files.Delete(Folder + @"\end"),
            () => Files.Delete(Folder + @"\way\secret"),
            () => Files.DeleteDirectory(Folder + @"\way"),
            () => Files.CreateDirectory(Folder + @"\way", null),
            () => Files.CreateDirectory(Folder + @"\way\new", null),
            () => Files.Move(@"C:\pagefile.sys", Folder + @"\end"),
            () => Files.Move(Folder + @"\end", @"C:\moved"),
            () => Files.Link(Folder + @"\end", @"C:\linked"),
            () => Files.SetAccess(Folder + @"\end", AccessRule.Programs),
        ];
        Assert.All(refused, static action => ImageFixture.Refused(SetupError.UnsafePath, action));
        Assert.Equal([secret], Directory.GetFileSystemEntries(outside.Path));
    }

    [Fact]
    public void Move_Replaces()
    {
        Write(Folder + @"\new", "new");
        Write(Folder + @"\Target.dll", "old");

        Files.Move(Folder + @"\new", Folder + @"\TARGET.DLL");

        Assert.Equal("new", Read(Folder + @"\target.dll"));
        Assert.Equal(["Target.dll"], Files.List(Folder).Select(static entry => entry.Name));
    }

    [Fact]
    public void Move_ChangesTheCaseOfAName()
    {
        Write(Folder + @"\name", "x");

        Files.Move(Folder + @"\name", Folder + @"\NAME");

        Assert.Equal(["NAME"], Files.List(Folder).Select(static entry => entry.Name));
    }

    [Fact]
    public void Move_NeedsAFile()
    {
        _ = ImageFixture.Refused(SetupError.NotFound, () => Files.Move(Folder + @"\no", Folder + @"\x"));
        _ = ImageFixture.Refused(SetupError.InvalidArgument, () => Files.Move(Folder, @"C:\Windows\x"));
        _ = ImageFixture.Refused(SetupError.InvalidArgument, () => Files.Move(@"C:\pagefile.sys", Folder));
    }

    [Fact]
    public void Link_GivesASecondName()
    {
        Write(Folder + @"\a", "x");

        Files.Link(Folder + @"\a", Folder + @"\b");
        Files.Delete(Folder + @"\a");

        Assert.Equal("x", Read(Folder + @"\b"));
        _ = ImageFixture.Refused(SetupError.InvalidArgument, () => Files.Link(Folder + @"\b", @"C:\pagefile.sys"));
    }

    [Fact]
    public void Deleting_IsQuiet_WhenNothingIsThere()
    {
        Files.Delete(Folder + @"\no");
        Files.Delete(Folder + @"\no\deeper");
        Files.DeleteDirectory(Folder + @"\no");

        _ = ImageFixture.Refused(SetupError.InvalidArgument, () => Files.Delete(Folder));
        _ = ImageFixture.Refused(SetupError.InvalidArgument, () => Files.DeleteDirectory(@"C:\pagefile.sys"));
    }

    [Fact]
    public void DeleteDirectory_TakesAnEmptyOneAlone()
    {
        Write(Folder + @"\a", "x");

        Files.DeleteDirectory(Folder);
        Assert.NotNull(Files.Find(Folder));
        Files.Delete(Folder + @"\a");
        Files.DeleteDirectory(Folder);

        Assert.Null(Files.Find(Folder));
        Assert.Empty(Files.List(Folder));
    }

    [Fact]
    public void LongPaths_WithNonAsciiNames_Work()
    {
        string path = Folder;
        foreach (string part in new[] { "Übergrößenträger", "çağrıİstanbul", "日本語の名前", "مجلد طويل جدا" })
        {
            path += "\\" + string.Concat(Enumerable.Repeat(part, 4));
            Files.CreateDirectory(path, AccessRule.Programs);
        }

        path += "\\" + new string('ö', 100) + ".txt";
        Assert.True(path.Length > 300);
        Write(path, "weit unten");

        Assert.Equal("weit unten", Read(path.ToUpperInvariant()[..1] + path[1..]));
        Files.Move(path, path + "2");
        Files.Delete(path + "2");
        Assert.Null(Files.Find(path + "2"));
    }

    [Fact]
    public void OpenAppend_IsForOneAlone()
    {
        using (IAppendFile journal = Files.OpenAppend(Folder + @"\journal"))
        {
            journal.Append("eins"u8.ToArray());
            journal.Flush();
            using ImageMachine other = _fixture.Open();
            _ = ImageFixture.Refused(SetupError.Busy, () => other.Files.OpenAppend(Folder + @"\JOURNAL").Dispose());
        }

        using IAppendFile again = Files.OpenAppend(Folder + @"\Journal");
        Assert.Equal("eins", Encoding.ASCII.GetString(again.ReadAll(100)));
    }

    [Fact]
    public void Access_IsTold_WhenTheVolumeKeepsNone()
    {
        Files.CreateDirectory(Folder + @"\d", AccessRule.AdministratorsOnly);
        Files.Write(Folder + @"\f", new MemoryStream(), AccessRule.Programs, null);
        Write(Folder + @"\g", "");

        Assert.Equal([Folder + @"\d", Folder + @"\f"], _machine.AccessNotStored);
        _ = ImageFixture.Refused(
            SetupError.NotFound, () => Files.SetAccess(Folder + @"\no", AccessRule.Programs));
    }

    [Fact]
    public void FreeBytes_AreThoseOfTheVolume() => Assert.InRange(Files.FreeBytes, 1, long.MaxValue);

    [Fact]
    public void Root_IsADirectory()
    {
        Assert.Equal(FileKind.Directory, Files.Find(@"C:\")?.Kind);
        Assert.Contains(Files.List(@"C:\"), static entry => entry.Name == "Windows");
        _ = ImageFixture.Refused(SetupError.InvalidArgument, () => Files.CreateDirectory(@"C:\", null));
    }

    public void Dispose()
    {
        _machine.Dispose();
        _fixture.Dispose();
    }

    private void Write(string path, string text, DateTime? written = null) =>
        Files.Write(path, new MemoryStream(Encoding.UTF8.GetBytes(text)), null, written);

    private string Read(string path)
    {
        using StreamReader reader = new(Files.OpenRead(path));
        return reader.ReadToEnd();
    }
}

using System.Text;
using PedOS.Agents.Files;
using PedOS.Protocols.FileCopy;
using Xunit;

namespace PedOS.Agents.Tests.Files;

/// <summary>
/// Where entries go, on a double with Windows' rules: upper and lower case and short names find the same.
/// </summary>
public sealed class IncomingTreeTests
{
    private readonly InsensitiveFolder _root = new();

    [Fact]
    public void NamesThatDifferInCase_AreFilesOfTheirOwn_AndCanBeReadBack()
    {
        using IncomingTree tree = Begin();
        string[] names = ["Readme.txt", "README.TXT", "readme.txt", "straße", "STRASSE", "i", "I", "ı", "İ"];
        foreach (string name in names)
        {
            Put(tree, name, name);
        }

        Assert.Equal(names.Length, _root.Listing.Count());
        Assert.All(_root.Listing, entry =>
        {
            Assert.True(WindowsName.TryRead(entry.Path, out byte[] name));
            Assert.Equal(entry.Content, Encoding.UTF8.GetString(name));
            byte[]? noted = _root.NotesOf(entry.Path).GetValueOrDefault(IncomingTree.NameNote);
            Assert.Equal(entry.Path == entry.Content ? null : entry.Content, noted is null ? null : Text(noted));
        });
    }

    [Fact]
    public void TheSameName_IsRefused_InEveryCaseItHas()
    {
        using IncomingTree tree = Begin();
        Put(tree, "a.txt", "1");
        Put(tree, "A.txt", "2");
        foreach (string name in (string[])["a.txt", "A.txt"])
        {
            Assert.Equal(FileCopyError.EEXIST, Assert.Throws<FileErrorException>(() => Put(tree, name, "3")).Error);
        }

        Assert.Equal(["1", "2"], _root.Listing.Select(static e => e.Content));
    }

    [Fact]
    public void FoldersThatDifferInCase_KeepTheirOwnFiles()
    {
        using IncomingTree tree = Begin();
        Enter(tree, "Src");
        Put(tree, "Src/a", "upper");
        Enter(tree, "src");
        Put(tree, "src/a", "lower");
        Enter(tree, "src");
        Put(tree, "Src/b", "upper");
        Put(tree, "src/b", "lower");
        string lower = _root.Listing.Single(e => e.Path.StartsWith("src%=", StringComparison.Ordinal)
            && e.Path.EndsWith('/')).Path;
        Assert.Equal(
            [$"{lower}a lower", $"{lower}b lower", "Src/a upper", "Src/b upper"],
            _root.Listing.Where(static e => !e.Path.EndsWith('/')).Select(static e => $"{e.Path} {e.Content}")
                .Order(StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void AFolderOfAnotherCase_IsNotTheOneThatWasMeant()
    {
        using IncomingTree tree = Begin();
        Enter(tree, "Src");
        Assert.Equal(FileCopyError.ENOENT, Assert.Throws<FileErrorException>(() => Put(tree, "src/a", "")).Error);
    }

    [Fact]
    public void AShortNameOfAnotherFile_IsNotThatFile()
    {
        using IncomingTree tree = Begin();
        Put(tree, "Bericht 2026.txt", "long");
        Put(tree, "BERICH~1.txt", "short");
        Assert.Equal(["long", "short"], _root.Listing.Select(static e => e.Content));
    }

    [Fact]
    public void OneNameAsFileAndFolder_IsAnError_BothWays()
    {
        using IncomingTree tree = Begin();
        Put(tree, "x", "file");
        Enter(tree, "y");
        Assert.Equal(FileCopyError.ENOTDIR, Assert.Throws<FileErrorException>(() => Enter(tree, "x")).Error);
        Assert.Equal(FileCopyError.ENOTDIR, Assert.Throws<FileErrorException>(() => Put(tree, "x/a", "")).Error);
        Assert.Equal(FileCopyError.EEXIST, Assert.Throws<FileErrorException>(() => Put(tree, "y", "")).Error);
    }

    [Fact]
    public void ALink_IsAFileThatTellsWhereItLeads()
    {
        using IncomingTree tree = Begin();
        Enter(tree, "d");
        tree.TakeLink("d/l"u8, "../d/x"u8, default);
        Assert.Equal("../d/x", _root.Listing.Single(static e => e.Path == "d/l").Content);
        Assert.True(_root.NotesOf("d/l").ContainsKey(ZoneMark.Stream));
    }

    [Fact]
    public void EveryFile_TellsWhereItComesFrom()
    {
        using IncomingTree tree = Begin();
        Put(tree, "a", "");
        Assert.Equal(
            "[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=pedos://arbeit/\r\n",
            Text(_root.NotesOf("a")[ZoneMark.Stream]));
    }

    [Fact]
    public void HostileNames_AreHeld_EachForItself_AndToldAgain()
    {
        Random random = new(14);
        string[] fragments =
            ["a", "A", "ß", "É", "é", ":", "CON", "con", ".", " ", "%41", "%=", "%~", "\u202e", "\n", "日"];
        HashSet<string> names = new(StringComparer.Ordinal);
        while (names.Count < 2000)
        {
            string name = string.Concat(random.GetItems(fragments, random.Next(1, 8)));
            _ = name is "." or ".." || names.Add(name);
        }

        using IncomingTree tree = Begin();
        foreach (string name in names)
        {
            Put(tree, name, name);
        }

        Assert.Equal(2000, _root.Listing.Count());
        Assert.All(_root.Listing, static entry =>
        {
            Assert.True(WindowsName.TryRead(entry.Path, out byte[] name));
            Assert.Equal(entry.Content, Text(name));
        });
    }

    [Fact]
    public void Folders_AreHeldOpenOnlyWhereTheyLeadToTheLastEntry()
    {
        using (IncomingTree tree = Begin())
        {
            foreach (string path in (string[])["a", "a/b", "a/b/c", "a/b", "a", "d", "d/e"])
            {
                Enter(tree, path);
                Assert.Equal(path.Split('/').Length, _root.Open);
            }

            Put(tree, "top", "");
            Assert.Equal(0, _root.Open);
            Put(tree, "a/b/c/f", "");
            Assert.Equal(3, _root.Open);
        }

        Assert.Equal(0, _root.Open);
    }

    [Fact]
    public void NamesWhoseBeginningIsAFolders_AreNotInIt()
    {
        using IncomingTree tree = Begin();
        Enter(tree, "a");
        Put(tree, "ab", "beside");
        Enter(tree, "ab2");
        Put(tree, "a/b", "in");
        Assert.Equal(
            ["a/", "a/b", "ab", "ab2/"], _root.Listing.Select(static e => e.Path).Order(StringComparer.Ordinal));
    }

    private IncomingTree Begin() => new(_root, NameRule.Windows, ZoneMark.From("arbeit"));

    private static void Enter(IncomingTree tree, string path) => tree.TakeFolder(Bytes(path), default);

    private static void Put(IncomingTree tree, string path, string content)
    {
        using IIncomingFile file = tree.MakeFile(Bytes(path));
        file.Write(Bytes(content));
        file.Keep(0, default, default);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}

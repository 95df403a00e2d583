using PedOS.Build.Packaging;
using PedOS.Build.Tools;
using PedOS.TestKit.Limits;
using Xunit;

namespace PedOS.Build.Tests.Packaging;

public sealed class HashListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PatientFact(Timeout = 30_000)]
    public async Task Write_IsReadBySha256Sum_WhichFindsAChange()
    {
        _folder.Write("a/b c.txt", "one");
        _folder.Write("ığ 日本.txt", "two");
        string list = Path.Join(_folder.Path, HashList.FileName);
        HashList.Write(list, _folder.Path);
        Assert.Equal(2, File.ReadAllLines(list).Length);
        Assert.Equal(0, await CheckAsync());

        _folder.Write("a/b c.txt", "one.");

        Assert.Equal(1, await CheckAsync());
    }

    [Fact]
    public void Write_RefusesANameThatItCannotWrite()
    {
        _folder.Write("a\nb", "one");

        Assert.Throws<BuildException>(() => HashList.Write(Path.Join(_folder.Path, "list"), _folder.Path));
    }

    [Fact]
    public void Differences_FindsAnotherByte_AndAFileTooMany()
    {
        _folder.Write("one/x", "1");
        _folder.Write("two/x", "1");
        string one = Path.Join(_folder.Path, "one");
        string two = Path.Join(_folder.Path, "two");
        Assert.Empty(FolderComparison.Differences(one, two));

        _folder.Write("two/x", "2");
        Assert.Equal(["x differs"], FolderComparison.Differences(one, two));

        _folder.Write("one/y", "1");
        _folder.Write("two/z", "1");
        Assert.Equal(
            [$"y is only in {one}", $"z is only in {two}", "x differs"], FolderComparison.Differences(one, two));
    }

    [Fact]
    public void Differences_RefusesToCompareNothing()
    {
        Directory.CreateDirectory(Path.Join(_folder.Path, "empty"));
        string empty = Path.Join(_folder.Path, "empty");

        Assert.Throws<BuildException>(() => FolderComparison.Differences(empty, empty));
    }

    private async Task<int> CheckAsync()
    {
        ChildResult result = await ChildProcess.RunAsync(
            new ChildCommand("sha256sum", "--check", "--strict", "--quiet", HashList.FileName)
            {
                WorkingDirectory = _folder.Path,
                Timeout = TimeSpan.FromSeconds(20),
                Screen = TextWriter.Null,
            },
            TestContext.Current.CancellationToken);
        return result.ExitCode;
    }
}

using PedOS.Build.Drivers;
using PedOS.Build.Packaging;
using PedOS.Build.Targets;
using PedOS.Build.Tools;
using Xunit;

namespace PedOS.Build.Tests.Signing;

/// <summary>What <c>./build.sh sign --verify</c> says about a package.</summary>
public sealed class SignTargetTests(SigningFixture fixture) : IClassFixture<SigningFixture>
{
    private const string Library = "bin/a b.dll";
    private const string Text = "qubes-rpc/qubes.Öğ 日本";

    [Fact]
    public async Task Verify_TakesAPackageThatIsWhatItsListSays()
    {
        string folder = await PackageAsync();

        Assert.Equal(0, await VerifyAsync(folder));
    }

    [Fact]
    public async Task Verify_NamesAFileThatIsMissing()
    {
        string folder = await PackageAsync();
        File.Delete(Path.Join(folder, Text));

        await RefusedAsync(folder, $"{Text} is missing");
    }

    [Theory]
    [InlineData(Text)]
    [InlineData(Library)]
    public async Task Verify_NamesAFileThatWasChanged(string path)
    {
        string folder = await PackageAsync();
        byte[] bytes = await File.ReadAllBytesAsync(Path.Join(folder, path), Token);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(Path.Join(folder, path), bytes, Token);

        await RefusedAsync(folder, $"{path} was changed");
    }

    [Theory]
    [InlineData("bin/more.txt")]
    [InlineData("new/.hidden")]
    public async Task Verify_NamesAFileThatWasAdded(string path)
    {
        string folder = await PackageAsync();
        Write(folder, path, "x");

        await RefusedAsync(folder, $"{path} was added");
    }

    [Fact]
    public async Task Verify_NamesAProgramOfAnotherPackage_ThoughItIsSignedWithTheSameKey()
    {
        string folder = await PackageAsync();
        string other = fixture.Make(".exe");
        await File.AppendAllTextAsync(other, "another", Token);
        await fixture.Signing.SignFileAsync(other, Token);
        File.Copy(other, Path.Join(folder, Library), overwrite: true);

        await RefusedAsync(folder, $"{Library} was changed");
    }

    [Fact]
    public async Task Verify_RefusesAListThatSomebodyMade()
    {
        string folder = await PackageAsync();
        await File.AppendAllTextAsync(Path.Join(folder, Text), "more", Token);
        new PackageFolder(folder).WriteList("1.2.3", Files, DriverSet.None);

        await RefusedAsync(folder, "package.json is not the file");
    }

    [Fact]
    public void Check_TakesTheRootOfACd_AndNamesWhatIsWrongThere()
    {
        string folder = Directory.CreateDirectory(fixture.NewFolder()).FullName;
        Write(folder, Text, "text");
        new PackageFolder(folder).WriteList("1.2.3", [Files[0]], DriverSet.None);
        Write(folder, "setup.exe", "beside");
        BuildException error = Assert.Throws<BuildException>(() => new PackageCheck(folder).Require());
        Assert.Contains("setup.exe was added", error.Message, StringComparison.Ordinal);

        HashList.Write(Path.Join(folder, HashList.FileName), folder);
        Assert.True(new PackageCheck(folder).Require() > 0);

        Write(folder, "setup.exe", "changed");
        error = Assert.Throws<BuildException>(() => new PackageCheck(folder).Require());
        Assert.Contains("setup.exe was changed", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("package.json", "{}")]
    [InlineData("package.json", "{\"files\": 3}")]
    [InlineData("package.json", "{\"files\": [{\"path\": \"x\"}]}")]
    [InlineData("package.json", "no list")]
    [InlineData("package.json", "{\"files\": [{\"path\": \"../x\", \"sha256\": \"\"}]}")]
    [InlineData("SHA256SUMS", "0000  x")]
    [InlineData("SHA256SUMS", "0000000000000000000000000000000000000000000000000000000000000000  ../x")]
    public void Check_RefusesWhatIsNoList(string name, string text)
    {
        string folder = Directory.CreateDirectory(fixture.NewFolder()).FullName;
        Write(folder, name, text);

        BuildException error = Assert.Throws<BuildException>(() => new PackageCheck(folder).Require());
        Assert.Contains("no ", error.Message, StringComparison.Ordinal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static PackageFile[] Files => [new(Text, "Agent", ""), new(Library, "Shared", "")];

    private static void Write(string folder, string path, string text)
    {
        string file = Path.Join(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private async Task<string> PackageAsync()
    {
        Assert.SkipUnless(Requirement.SignTool.IsPresent(), "osslsigncode is not installed");
        string folder = Directory.CreateDirectory(fixture.NewFolder()).FullName;
        Write(folder, Text, "text");
        Directory.CreateDirectory(Path.Join(folder, "bin"));
        File.Move(fixture.Make(".dll"), Path.Join(folder, Library));
        _ = await fixture.Signing.SignFolderAsync(folder, Token);
        new PackageFolder(folder).WriteList("1.2.3", Files, DriverSet.None);
        _ = await fixture.Signing.SignListAsync(folder, Token);
        return folder;
    }

    private Task<int> VerifyAsync(string folder) =>
        new SignTarget(fixture.Signing).RunAsync(["--verify", folder], Token);

    private async Task RefusedAsync(string folder, string reason)
    {
        BuildException error = await Assert.ThrowsAsync<BuildException>(() => VerifyAsync(folder));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}

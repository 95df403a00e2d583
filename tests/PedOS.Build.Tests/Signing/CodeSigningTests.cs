using PedOS.Build.Signing;
using PedOS.Build.Tools;
using Xunit;

namespace PedOS.Build.Tests.Signing;

public sealed class CodeSigningTests(SigningFixture fixture) : IClassFixture<SigningFixture>
{
    private const string NoTool = "osslsigncode is not installed";

    public static TheoryData<string> Kinds =>
        [".exe", ".dll", ".sys", ".cat", ".msi", ".ps1", ".psm1", ".psd1", ".ps1xml"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Verify_RefusesEveryDamagedCopy_OfEachKind(string extension)
    {
        Assert.SkipUnless(Requirement.SignTool.IsPresent(), NoTool);
        string unsigned = fixture.Make(extension);
        string signed = fixture.Make(extension);
        await fixture.Signing.SignFileAsync(signed, Token);
        await fixture.Signing.VerifyFileAsync(signed, Token);

        // Stripped: it never had one.
        await Refused(unsigned);

        // A bit of the content, near its beginning but behind what tells the kind of the file.
        byte[] bytes = await File.ReadAllBytesAsync(signed, Token);
        foreach (int place in Places(extension, bytes))
        {
            string damaged = Path.Join(Directory.CreateDirectory(fixture.NewFolder()).FullName, "x" + extension);
            byte[] copy = [.. bytes];
            copy[place] ^= 1;
            await File.WriteAllBytesAsync(damaged, copy, Token);
            await Refused(damaged);
        }

        // Somebody else's signature is none of ours, though it is whole.
        SigningSettings settings =
            fixture.Stranger(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var stranger = new CodeSigning(fixture.Workspace, settings);
        await stranger.SignFileAsync(unsigned, Token);
        await stranger.VerifyFileAsync(unsigned, Token);
        await Refused(unsigned);
    }

    [Fact]
    public async Task SignFile_Refuses_WhenTheCertificateIsTooOld()
    {
        Assert.SkipUnless(Requirement.SignTool.IsPresent(), NoTool);
        string file = fixture.Make(".exe");
        byte[] before = await File.ReadAllBytesAsync(file, Token);
        SigningSettings old = fixture.Stranger(DateTimeOffset.UtcNow.AddDays(-9), DateTimeOffset.UtcNow.AddDays(-1));
        _ = await Assert.ThrowsAsync<BuildException>(
            () => new CodeSigning(fixture.Workspace, old).SignFileAsync(file, Token));
        Assert.Equal(before, await File.ReadAllBytesAsync(file, Token));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(file)!));
    }

    [Fact]
    public async Task SignFile_Refuses_WhenTheCertificateIsForServers()
    {
        Assert.SkipUnless(Requirement.SignTool.IsPresent(), NoTool);
        SigningSettings server = fixture.Stranger(
            DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), "1.3.6.1.5.5.7.3.1");
        _ = await Assert.ThrowsAsync<BuildException>(
            () => new CodeSigning(fixture.Workspace, server).SignFileAsync(fixture.Make(".exe"), Token));
    }

    [Fact]
    public async Task SignFile_GivesEqualBytes_WhenTheTimeIsGiven()
    {
        Assert.SkipUnless(Requirement.SignTool.IsPresent(), NoTool);
        string seconds = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(Invariant);
        var signing = new CodeSigning(fixture.Workspace, new SigningSettings { Kind = "test", Time = seconds });
        string one = fixture.Make(".exe");
        string other = fixture.Make(".exe");
        await signing.SignFileAsync(one, Token);
        await Task.Delay(TimeSpan.FromSeconds(1.1), Token);
        await signing.SignFileAsync(other, Token);
        Assert.Equal(await File.ReadAllBytesAsync(one, Token), await File.ReadAllBytesAsync(other, Token));
    }

    [Fact]
    public async Task SignFile_OpensAPfx_WithThePasswordOfTheEnvironment()
    {
        Assert.SkipUnless(Requirement.SignTool.IsPresent(), NoTool);
        SigningSettings files = fixture.Stranger(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        string folder = Path.GetDirectoryName(files.Certificate)!;
        var settings = new SigningSettings
        {
            Kind = "file",
            Pkcs12 = Path.Join(folder, "both.pfx"),
            Password = "geheim öğ",
            Roots = files.Roots,
        };
        string file = fixture.Make(".ps1");
        await new CodeSigning(fixture.Workspace, settings).SignFileAsync(file, Token);
        await new CodeSigning(fixture.Workspace, files).VerifyFileAsync(file, Token);
        await new CodeSigning(fixture.Workspace, settings).VerifyFileAsync(file, Token);

        // Of somebody whose root is trusted, but who is not the one in the PFX.
        SigningSettings others = fixture.Stranger(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        string foreign = fixture.Make(".ps1");
        await new CodeSigning(fixture.Workspace, others).SignFileAsync(foreign, Token);
        _ = await Assert.ThrowsAsync<BuildException>(() => new CodeSigning(
            fixture.Workspace, settings with { Roots = others.Roots }).VerifyFileAsync(foreign, Token));
        Assert.Empty(Directory.GetFiles(fixture.Workspace.Signing, ".*"));

        BuildException wrong = await Assert.ThrowsAsync<BuildException>(() => new CodeSigning(
            fixture.Workspace, settings with { Password = "geheim" }).SignFileAsync(file, Token));
        Assert.DoesNotContain("geheim", wrong.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(fixture.Workspace.Signing, ".*"));
    }

    [Fact]
    public async Task SignFolder_SignsProgramsAndScripts_AndLeavesTheRest()
    {
        Assert.SkipUnless(Requirement.SignTool.IsPresent(), NoTool);
        string folder = Directory.CreateDirectory(fixture.NewFolder()).FullName;
        string program = Path.Join(Directory.CreateDirectory(Path.Join(folder, "bin")).FullName, "a b.exe");
        File.Move(fixture.Make(".exe"), program);
        string text = Path.Join(folder, "read.txt");
        await File.WriteAllTextAsync(text, "text", Token);
        string installer = Path.Join(folder, "x.msi");
        File.Move(fixture.Make(".msi"), installer);
        byte[] before = await File.ReadAllBytesAsync(installer, Token);

        Assert.Equal(1, await fixture.Signing.SignFolderAsync(folder, Token));
        await fixture.Signing.VerifyFileAsync(program, Token);
        Assert.Equal("text", await File.ReadAllTextAsync(text, Token));
        Assert.Equal(before, await File.ReadAllBytesAsync(installer, Token));
        Assert.Equal(3, Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task SignList_MakesACatalog_ThatTellsTheListFromAnother()
    {
        Assert.SkipUnless(Requirement.SignTool.IsPresent(), NoTool);
        string folder = Directory.CreateDirectory(fixture.NewFolder()).FullName;
        string list = Path.Join(folder, CodeSigning.ListName);
        await File.WriteAllTextAsync(list, "{}", Token);
        string? catalog = await fixture.Signing.SignListAsync(folder, Token);
        await fixture.Signing.VerifyInCatalogAsync(list, catalog!, Token);
        await File.WriteAllTextAsync(list, "{ }", Token);
        _ = await Assert.ThrowsAsync<BuildException>(
            () => fixture.Signing.VerifyInCatalogAsync(list, catalog!, Token));
    }

    [Fact]
    public async Task SignList_TakesAnOldCatalogAway_WhenNothingIsSigned()
    {
        string folder = Directory.CreateDirectory(fixture.NewFolder()).FullName;
        string catalog = Path.Join(folder, CodeSigning.ListCatalog);
        await File.WriteAllTextAsync(catalog, "old", Token);
        var none = new CodeSigning(fixture.Workspace, SigningSettings.From(static _ => ""));
        Assert.False(none.IsOn);
        Assert.Null(await none.SignListAsync(folder, Token));
        Assert.False(File.Exists(catalog));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static IFormatProvider Invariant => System.Globalization.CultureInfo.InvariantCulture;

    // Content and signature: of a program its code, of a script its text, and the last certificate bytes of each.
    private static int[] Places(string extension, byte[] file) => extension switch
    {
        ".ps1" or ".psm1" => [15, file.Length - 400],
        ".psd1" => [10, file.Length - 400],
        ".ps1xml" => [25, file.Length - 400],
        ".cat" => [120, file.Length - 20],
        ".msi" => [2000, 4000],
        _ => [0x400, file.Length / 2, file.Length - 300],
    };

    private async Task Refused(string file) => _ = await Assert.ThrowsAsync<BuildException>(
        () => fixture.Signing.VerifyFileAsync(file, Token));
}

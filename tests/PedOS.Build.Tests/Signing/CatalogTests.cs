using System.Security.Cryptography;
using PedOS.Build.Signing;
using PedOS.Build.Signing.Catalogs;
using PedOS.Build.Tools;
using Xunit;

namespace PedOS.Build.Tests.Signing;

public sealed class CatalogTests(SigningFixture fixture) : IClassFixture<SigningFixture>
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Build_GivesTheseBytes()
    {
        string file = Path.Join(Directory.CreateDirectory(fixture.NewFolder()).FullName, "a");
        File.WriteAllText(file, "abc");
        CatalogBuilder catalog = new(CatalogVersion.Sha256, Time);
        catalog.AddFile(file, "a");

        // The lengths and order are those of PKCS#7 (RFC 2315) and of catalogs that Windows makes.
        string expected = string.Concat(
            // signed data, version 1, no algorithm yet
            "3082014806092a864886f70d010702a0820139308201350201013100",
            // a trust list
            "3082012a06092b0601040182370a01a082011b30820117",
            // a catalog
            "300c060a2b0601040182370c0101",
            // identifier: the beginning of SHA-256 of the hashes
            "04104f8b42c22dd3729b519ba6f68d2da7cc",
            // 2026-01-02 03:04:05
            "170d3236303130323033303430355a",
            // members by SHA-256
            "300e060a2b0601040182370c01030500",
            // one member
            "3081d53081d2",
            // SHA-256 of "abc"
            "0420ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            // attributes
            "3181ad",
            // member info
            "3010060a2b0601040182370c020331028200",
            // File = "a"
            "3026060a2b0601040182370c0201311830161e0800460069006c0065020410010001040461000000",
            // hash of a flat file
            "3071060a2b06010401823702010431633061302c060a2b060104018237020119",
            // "<<<Obsolete>>>"
            "a21e801c003c003c003c004f00620073006f006c006500740065003e003e003e",
            "3031300d060960864801650304020105000420ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015"
                + "ad",
            // no signer yet
            "3100");
        Assert.Equal(expected, Convert.ToHexStringLower(catalog.Build()));
    }

    [Fact]
    public void Build_GivesEqualBytes_InWhateverOrderFilesCome()
    {
        string[] files = [fixture.Make(".ps1"), fixture.Make(".psd1"), fixture.Make(".dll")];
        Assert.Equal(Catalog(files).Build(), Catalog([.. files.Reverse()]).Build());
        Assert.Equal(Catalog(files).Build(), Catalog([.. files, files[0]]).Build());
        Assert.NotEqual(Catalog(files).Build(), Catalog(files[..2]).Build());
    }

    [Theory]
    [InlineData(CatalogVersion.Sha1)]
    [InlineData(CatalogVersion.Sha256)]
    public async Task Verify_AcceptsListed_RefusesTamperedAndUnlisted(CatalogVersion version)
    {
        Assert.SkipUnless(Requirement.SignTool.IsPresent(), "osslsigncode is not installed");
        string listed = fixture.Make(".dll");
        string unlisted = fixture.Make(".exe");
        byte[] image = await File.ReadAllBytesAsync(listed, Token);
        image[image.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(unlisted, image, Token);
        string driver = Path.Join(Directory.CreateDirectory(fixture.NewFolder()).FullName, "driver.cat");
        CatalogBuilder catalog = new(version, Time);
        catalog.AddAttribute("HWID1", @"xenbus\ven_xp0001");
        catalog.AddAttribute("OS", "_v100_X64");
        catalog.AddFile(listed, "sample.sys", new CatalogAttribute("OSAttr", "2:10.0"));
        catalog.AddFile(fixture.Make(".psd1"), "sample.inf");
        await File.WriteAllBytesAsync(driver, catalog.Build(), Token);
        await fixture.Signing.SignFileAsync(driver, Token);

        Assert.True(await ToolAccepts(driver, listed));
        Assert.False(await ToolAccepts(driver, unlisted));
        await fixture.Signing.VerifyInCatalogAsync(listed, driver, Token);
        _ = await Assert.ThrowsAsync<BuildException>(
            () => fixture.Signing.VerifyInCatalogAsync(unlisted, driver, Token));

        // A signature of its own is no part of what the catalog promises.
        await fixture.Signing.SignFileAsync(listed, Token);
        await fixture.Signing.VerifyInCatalogAsync(listed, driver, Token);
    }

    [Fact]
    public async Task ImageHash_IsTheOneThatTheToolSigns()
    {
        Assert.SkipUnless(Requirement.SignTool.IsPresent(), "osslsigncode is not installed");
        byte[] whole = await File.ReadAllBytesAsync(fixture.Make(".exe"), Token);
        for (int more = 0; more < 9; more++)
        {
            // Lengths that are no multiple of 8, too: the hash is filled up.
            string file = Path.Join(Directory.CreateDirectory(fixture.NewFolder()).FullName, "x.exe");
            byte[] image = [.. whole, .. Enumerable.Repeat((byte)7, more)];
            await File.WriteAllBytesAsync(file, image, Token);
            await fixture.Signing.SignFileAsync(file, Token);
            byte[] signed = await File.ReadAllBytesAsync(file, Token);
            byte[] hash = ImageHash.Of(image, HashAlgorithmName.SHA256);
            Assert.Equal(hash, ImageHash.Of(signed, HashAlgorithmName.SHA256));
            Assert.True(signed.AsSpan().IndexOf(hash) > image.Length);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0x3c)]
    [InlineData(0x80)]
    [InlineData(0x98)]
    [InlineData(0x1ff)]
    public void IsImage_RefusesWhatEndsEarly(int length)
    {
        byte[] image = File.ReadAllBytes(typeof(CodeSigning).Assembly.Location);
        Assert.True(ImageHash.IsImage(image));
        Assert.Equal(length >= 0x130, ImageHash.IsImage(image.AsSpan(0, length)));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static CatalogBuilder Catalog(string[] files)
    {
        CatalogBuilder catalog = new(CatalogVersion.Sha256, Time);
        foreach (string file in files)
        {
            catalog.AddFile(file, Path.GetFileName(file));
        }

        return catalog;
    }

    private async Task<bool> ToolAccepts(string catalog, string file)
    {
        ChildResult result = await ChildProcess.RunAsync(
            new ChildCommand(
                "osslsigncode", "verify", "-catalog", catalog, "-CAfile", fixture.Authority.Root, "-in", file)
            {
                WorkingDirectory = fixture.Workspace.Root,
                Timeout = TimeSpan.FromSeconds(20),
                Screen = TextWriter.Null,
            },
            Token);
        return result.Succeeded;
    }
}

using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using PedOS.Build.Drivers;
using PedOS.Build.Packaging;
using PedOS.Build.Signing;
using PedOS.Build.Targets;
using PedOS.Build.Tools;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Signatures;
using Xunit;
using PackageFile = PedOS.Build.Tools.PackageFile;

namespace PedOS.Build.Tests.Packaging.Drivers;

/// <summary>Driver packages on their way into the package.</summary>
public sealed class DriverPackageTests : IDisposable
{
    private const string Microsoft = "CN=Some Third Party Component CA, O=Microsoft Corporation";
    private const string HardwareVerification = "1.3.6.1.4.1.311.10.3.5";

    private readonly DriverBench _bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Package => _bench.Tree.Workspace.Package;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Kinds_AreOfTheDriverComponents_AndComeAfterWhatTheyNeed()
    {
        Assert.Equal(
            ComponentCatalog.Drivers.Select(static c => c.Name).Order(),
            DriverKind.All.Select(static k => k.Component).Distinct().Order());
        for (int i = 0; i < DriverKind.All.Count; i++)
        {
            DriverKind kind = DriverKind.All[i];
            Assert.True(kind.Needs is null || DriverKind.All.Take(i).Any(k => k.Name == kind.Needs));
        }
    }

    [Fact]
    public async Task LayOut_SignsDriversThatNobodyHasSigned_AndMarksThem()
    {
        RequireTool();
        _bench.WriteAll();

        _ = await _bench.LayOutAsync(Token);

        TestAuthority authority = CodeSigning.TestAuthorityOf(_bench.Tree.Workspace);
        byte[] root = await File.ReadAllBytesAsync(authority.RootDer, Token);
        PackageTrust trust = new(DateTimeOffset.UtcNow) { Named = [Certificate.Read(root)] };
        PackageList list = FolderPackage.Load(Package, trust).List;
        Assert.Equal(
            [
                "drivers/xenbus/xenbus.inf XenBase", "drivers/xeniface/xeniface.inf XenBase",
                "drivers/xenvif/xenvif.inf XenNetwork", "drivers/xennet/xennet.inf XenNetwork",
                "drivers/xenvbd/xenvbd.inf XenDisk",
            ],
            list.Drivers.Select(static d => $"{d.Inf} {d.Component}"));
        Assert.All(list.Drivers, static d => Assert.Equal((true, DriverBench.Version), (d.IsTestSigned, d.Version)));
        Assert.Equal(["drivers/pedos-signer.cer", "drivers/pedos-test-root.cer"], list.Certificates);
        Assert.Equal(root, await File.ReadAllBytesAsync(At("drivers/pedos-test-root.cer"), Token));
        using X509Certificate2 signer = _bench.Test.SignerCertificate();
        Assert.Equal(signer.RawData, await File.ReadAllBytesAsync(At("drivers/pedos-signer.cer"), Token));
        Assert.Equal(
            [
                "pedos-signer.cer XenBase", "pedos-test-root.cer XenBase", "xenbus/xenbus.cat XenBase",
                "xenbus/xenbus.inf XenBase", "xenbus/xenbus.sys XenBase",
            ],
            list.Files.Where(static f => f.Path.StartsWith("drivers/", StringComparison.Ordinal))
                .Select(static f => $"{f.Path["drivers/".Length..]} {f.Component}")
                .Take(5));
        foreach (DriverKind kind in DriverKind.All)
        {
            string driver = At($"drivers/{kind.Name}/{kind.Name}.sys");
            string catalog = At($"drivers/{kind.Name}/{kind.Name}.cat");
            await _bench.Test.VerifyFileAsync(driver, Token);
            await _bench.Test.VerifyInCatalogAsync(driver, catalog, Token);
            await _bench.Test.VerifyInCatalogAsync(At($"drivers/{kind.Name}/{kind.Name}.inf"), catalog, Token);
            await ReaderTool.RunAsync(
                "/", "osslsigncode", "verify", "-catalog", catalog, "-CAfile", authority.Root, "-in", driver);
            byte[] text = await File.ReadAllBytesAsync(catalog, Token);
            Assert.True(text.AsSpan().IndexOf(Encoding.Unicode.GetBytes(
                $@"xenbus\ven_xp0001&dev_{kind.Name}")) > 0);
        }

        Assert.Equal(0, await new SignTarget(_bench.Test).RunAsync(["--verify", Package], Token));
    }

    [Fact]
    public async Task LayOut_ShipsNoRootOfTests_WhenAnotherKeySigns()
    {
        RequireTool();
        _bench.Write("xenbus");
        var signing = new CodeSigning(_bench.Tree.Workspace, _bench.Signer("CN=Own CA"));

        _ = await _bench.LayOutAsync(Token, signing);

        PackageList list = FolderPackage.Look(Package);
        Assert.True(Assert.Single(list.Drivers).IsTestSigned);
        Assert.Equal(["drivers/pedos-signer.cer"], list.Certificates);
        Assert.Equal(0, await new SignTarget(signing).RunAsync(["--verify", Package], Token));
    }

    [Fact]
    public async Task LayOut_KeepsDriversOfOthersAsTheyAre()
    {
        RequireTool();
        SigningSettings others = _bench.Signer("CN=Others");
        foreach (string name in (string[])["xenbus", "xenvif"])
        {
            string folder = _bench.Write(name);
            await _bench.SignAsync(name, others, Token);
            File.Copy(
                Path.ChangeExtension(others.Certificate!, ".cer"), Path.Join(folder, "others.cer"));
            await File.WriteAllTextAsync(Path.Join(folder, "LICENSE.txt"), "BSD", Token);
        }

        _ = await _bench.LayOutAsync(Token);

        PackageList list = FolderPackage.Look(Package);
        Assert.All(list.Drivers, static d => Assert.True(d.IsTestSigned));
        Assert.Equal(["drivers/xenbus/others.cer"], list.Certificates);
        foreach (string file in (string[])["xenbus.sys", "xenbus.inf", "xenbus.cat", "LICENSE.txt"])
        {
            Assert.Equal(
                await File.ReadAllBytesAsync(_bench.At("xenbus", file), Token),
                await File.ReadAllBytesAsync(At("drivers/xenbus/" + file), Token));
        }

        Assert.False(File.Exists(At("drivers/xenbus/xenbus.pdb")));
        SignTarget verify = new(_bench.Test);
        Assert.Equal(0, await verify.RunAsync(["--verify", Package], Token));

        // Another driver of the same people, on a list that we would sign.
        await File.AppendAllTextAsync(At("drivers/xenvif/xenvif.inf"), "; changed", Token);
        (IReadOnlyList<PackageFile> files, DriverSet drivers) = (_bench.Tree.Find(_bench.Read()), _bench.Read());
        new PackageFolder(Package).WriteList(SampleTree.Version, files, drivers);
        _ = await _bench.Test.SignListAsync(Package, Token);
        BuildException error = await Assert.ThrowsAsync<BuildException>(
            () => verify.RunAsync(["--verify", Package], Token));
        Assert.Contains("xenvif.inf as it is", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LayOut_MarksNothing_WhatMicrosoftHasSigned_AlsoWithoutAKey()
    {
        RequireTool();
        _bench.Write("xenbus");
        await _bench.SignAsync("xenbus", _bench.Signer(Microsoft, HardwareVerification), Token);

        _ = await _bench.LayOutAsync(Token, _bench.None);

        PackageList list = FolderPackage.Look(Package);
        Assert.False(Assert.Single(list.Drivers).IsTestSigned);
        Assert.Empty(list.Certificates);
    }

    [Fact]
    public async Task LayOut_TakesACatalogThatNobodyHasSigned_AndSignsIt()
    {
        RequireTool();
        string folder = _bench.Write("xenbus");
        string catalog = Path.Join(folder, "XenBus.CAT");
        DriverInf inf = new(Path.Join(folder, "xenbus.inf"));
        await File.WriteAllBytesAsync(
            catalog,
            DriverCatalog.Make(
                inf,
                [Path.Join(folder, "xenbus.inf"), Path.Join(folder, "xenbus.sys")],
                DriverBench.Date.AddDays(-9)),
            Token);
        byte[] before = await File.ReadAllBytesAsync(catalog, Token);

        _ = await _bench.LayOutAsync(Token);

        await _bench.Test.VerifyInCatalogAsync(
            At("drivers/xenbus/xenbus.sys"), At("drivers/xenbus/XenBus.CAT"), Token);
        Assert.Equal(before, await File.ReadAllBytesAsync(catalog, Token));
    }

    [Fact]
    public void Read_TakesTheFolderForX64_OfAnArchiveWithSeveral()
    {
        string folder = _bench.Write("xenbus");
        foreach (string platform in (string[])["x86", "x64"])
        {
            Directory.CreateDirectory(Path.Join(folder, platform));
        }

        foreach (string file in Directory.GetFiles(folder))
        {
            File.Move(file, Path.Join(folder, "x64", Path.GetFileName(file)));
        }

        File.WriteAllBytes(Path.Join(folder, "x86", "xenbus.sys"), DriverImages.Make("x", DriverImages.X86));

        DriverPackage driver = Assert.Single(_bench.Read().Packages);

        Assert.Equal("drivers/xenbus/xenbus.inf", driver.Inf);
        Assert.Equal(DriverBench.Provider, driver.Provider);
    }

    [Fact]
    public void Read_FindsFilesInFoldersOfTheDisk_AndUnderNamesInAnotherCase()
    {
        string folder = _bench.Write("xenbus");
        string inf = Path.Join(folder, "xenbus.inf");
        File.WriteAllText(
            inf,
            File.ReadAllText(inf)
                .Replace("%Disk%,,,\"\"", @"%Disk%,,,\AMD64", StringComparison.Ordinal)
                .Replace("xenbus.sys = 1,,", "XENBUS.SYS = 1,free", StringComparison.Ordinal),
            Encoding.Unicode);
        Directory.CreateDirectory(Path.Join(folder, "amd64", "Free"));
        File.Move(Path.Join(folder, "xenbus.sys"), Path.Join(folder, "amd64", "Free", "xenbus.sys"));

        DriverPackage driver = Assert.Single(_bench.Read().Packages);

        Assert.Contains(driver.Files, static f => f.Path == "drivers/xenbus/amd64/Free/xenbus.sys");
    }

    [Fact]
    public async Task LayOut_MakesTheSameBytes_FromTwoFolders()
    {
        RequireTool();
        using DriverBench other = new();
        SigningSettings settings = new() { Kind = "test", Time = "1800000000" };
        foreach (DriverBench bench in (DriverBench[])[_bench, other])
        {
            bench.WriteAll();
            _ = await bench.LayOutAsync(Token, new CodeSigning(bench.Tree.Workspace, settings));
            await Task.Delay(TimeSpan.FromSeconds(1.1), Token);
        }

        Assert.Empty(FolderComparison.Differences(Package, other.Tree.Workspace.Package));
    }

    [Fact]
    public async Task Bill_NamesVersionAndProviderOfADriver_AndNoLicenceOrRuntimeOfOurs()
    {
        RequireTool();
        _bench.WriteAll();
        (IReadOnlyList<PackageFile> files, DriverSet drivers) = await _bench.LayOutAsync(Token);
        string path = _bench.Tree.Workspace.At("bill.json");

        new SoftwareBill(SampleTree.Version, DriverBench.Date).Write(
            path, Package, files, [new BuildPart("Some.Runtime", "10.0.1", "MIT", "AAEC")], drivers);

        using var bill = JsonDocument.Parse(await File.ReadAllBytesAsync(path, Token));
        JsonElement[] components = [.. bill.RootElement.GetProperty("components").EnumerateArray()];
        Assert.Equal(files.Count + 1, components.Length);
        JsonElement driver = components.Single(
            static c => c.GetProperty("name").GetString() == "drivers/xenvbd/xenvbd.sys");
        Assert.Equal("device-driver", driver.GetProperty("type").GetString());
        Assert.Equal(DriverBench.Version, driver.GetProperty("version").GetString());
        Assert.Equal(DriverBench.Provider, driver.GetProperty("supplier").GetProperty("name").GetString());
        Assert.Equal(
            FileHash.Of(At("drivers/xenvbd/xenvbd.sys")),
            driver.GetProperty("hashes")[0].GetProperty("content").GetString());
        Assert.False(driver.TryGetProperty("licenses", out _));
        JsonElement program = components.Single(
            static c => c.GetProperty("name").GetString() == "bin/setup.exe");
        Assert.Equal(SampleTree.Version, program.GetProperty("version").GetString());
        Assert.True(program.TryGetProperty("licenses", out _));
    }

    private static void RequireTool() =>
        Assert.SkipUnless(Requirement.SignTool.IsPresent(), "osslsigncode is not installed");

    private string At(string path) => Path.Join(Package, path);
}

using System.Security.Cryptography;
using System.Text;
using PedOS.Build.Signing;
using PedOS.Build.Signing.Catalogs;
using PedOS.Build.Tools;
using Xunit;

namespace PedOS.Build.Tests.Packaging.Drivers;

/// <summary>Driver packages that are refused, each by name and with what to do; nothing is written for them.</summary>
public sealed class DriverRefusalTests : IDisposable
{
    private readonly DriverBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Read_RefusesAFolderThatIsNotThere()
    {
        Directory.Delete(_bench.Input);
        Refused("Treiber ö", "is no folder");
    }

    [Fact]
    public void Read_RefusesAFolderWithoutDrivers() => Refused("Treiber ö", "has no driver packages");

    [Fact]
    public void Read_RefusesAFileBesideTheFolders()
    {
        _bench.Write("xenbus");
        File.WriteAllText(_bench.At("xenvif.inf"), DriverBench.Inf("xenvif"));
        Refused("xenvif.inf", "is in no folder");
    }

    [Fact]
    public void Read_RefusesADriverWithoutInf()
    {
        File.Delete(Path.Join(_bench.Write("xenbus"), "xenbus.inf"));
        Refused("xenbus", "has no .inf");
    }

    [Fact]
    public void Read_RefusesTwoInfs()
    {
        File.WriteAllText(Path.Join(_bench.Write("xenbus"), "xenvif.inf"), DriverBench.Inf("xenvif"));
        Refused("xenbus.inf and xenvif.inf", "a folder of its own");
    }

    [Theory]
    [InlineData("DriverVer = 03/01/2026,9.1.0.3 ; of the day", "", "no DriverVer")]
    [InlineData("03/01/2026,9.1.0.3", "03/01/2026", "no DriverVer")]
    [InlineData("03/01/2026,9.1.0.3", "9.1.0.3", "no DriverVer")]
    [InlineData("03/01/2026,9.1.0.3", "2026-03-01,9.1.0.3", "no DriverVer")]
    [InlineData("03/01/2026,9.1.0.3", "31/12/2026,9.1.0.3", "no DriverVer")]
    [InlineData("03/01/2026,9.1.0.3", "03/01/2026,9.1.0", "no DriverVer")]
    [InlineData("03/01/2026,9.1.0.3", "03/01/2026,9.1.0.x", "no DriverVer")]
    [InlineData("03/01/2026,9.1.0.3", "03/01/2026,9.1.0.70000", "no DriverVer")]
    [InlineData("Provider = %Vendor%", "", "has no Provider")]
    [InlineData("Class = System", "Class = Net", "is for devices of the class Net")]
    [InlineData("Class = System", "", "has no Class")]
    [InlineData("{4D36E97D-E325", "{4D36E972-E325", "is for devices of the class System")]
    [InlineData("{4D36E97D-E325", "{4D36E97D_E325", "no ClassGuid")]
    [InlineData("CatalogFile.NTamd64 = xenbus.cat", "", "names no catalog")]
    [InlineData("CatalogFile.NTamd64 = xenbus.cat", "CatalogFile = ..\\xenbus.cat", "names the catalog ..\\xenbus.cat")]
    [InlineData("CatalogFile.NTamd64 = xenbus.cat", "CatalogFile = xenbus.sys", "names the catalog xenbus.sys")]
    [InlineData("Models, NTamd64.10.0", "Models, NTx86", "no devices for x64")]
    [InlineData("Models, NTamd64.10.0", "Models", "no devices for x64")]
    [InlineData("Models, NTamd64.10.0", "Others, NTamd64", "no devices for x64")]
    [InlineData("xenbus.sys = 1,,", "", "names no .sys")]
    [InlineData("xenbus.sys = 1,,", "xenbus.sys = 1,,\nxenfilt.sys = 1", "names xenfilt.sys, which is not there")]
    [InlineData("xenbus.sys = 1,,", "xenbus.sys = 1,sub", "names sub/xenbus.sys, which is not there")]
    [InlineData("xenbus.sys = 1,,", "xenbus.sys = 1,..", "names ../xenbus.sys, which is not there")]
    [InlineData("xenbus.sys = 1,,", "other.sys = 1", "names other.sys, which is not there")]
    public void Read_RefusesAnInfThatSaysSomethingElse(string text, string other, string reason)
    {
        string inf = Path.Join(_bench.Write("xenbus"), "xenbus.inf");
        string before = File.ReadAllText(inf);
        Assert.Contains(text, before, StringComparison.Ordinal);
        File.WriteAllText(inf, before.Replace(text, other, StringComparison.Ordinal), Encoding.Unicode);

        Refused("xenbus.inf", reason);
    }

    [Fact]
    public void Read_RefusesAnInfThatIsNoText()
    {
        string inf = Path.Join(_bench.Write("xenbus"), "xenbus.inf");
        File.WriteAllBytes(inf, Encoding.Unicode.GetBytes(DriverBench.Inf("xenbus")));
        Refused("xenbus.inf", "is no text");

        File.WriteAllBytes(inf, new byte[(1024 * 1024) + 1]);
        Refused("xenbus.inf", "which no INF has");
    }

    [Fact]
    public void Read_RefusesADriverThatNoComponentHas()
    {
        string folder = _bench.Write("xenbus");
        File.Move(Path.Join(folder, "xenbus.inf"), Path.Join(folder, "xenhid.inf"));
        Refused("xenhid.inf", "belongs to no component");
    }

    [Theory]
    [InlineData(DriverImages.X86, DriverImages.Native, "is built for I386")]
    [InlineData(0xaa64, DriverImages.Native, "is built for Arm64")]
    [InlineData(DriverImages.X64, DriverImages.Console, "and no driver")]
    public void Read_RefusesADriverForSomethingElse(int machine, int subsystem, string reason)
    {
        File.WriteAllBytes(
            Path.Join(_bench.Write("xenbus"), "xenbus.sys"),
            DriverImages.Make("x", (ushort)machine, (ushort)subsystem));
        Refused("xenbus.sys", reason);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0x70)]
    [InlineData(0x90)]
    public void Read_RefusesADriverThatEndsEarly(int length)
    {
        File.WriteAllBytes(
            Path.Join(_bench.Write("xenbus"), "xenbus.sys"), DriverImages.Make("x")[..length]);
        Refused("xenbus.sys", "is no program for Windows");
    }

    [Theory]
    [InlineData("readme.txt", "is no file that")]
    [InlineData("sub/xenbus.sys", "is no file that")]
    [InlineData("other.cat", "is no file that")]
    [InlineData("sub/test.cer", "is no file that")]
    [InlineData("Gerät.txt", "has a name that not every installer takes")]
    [InlineData("XenBus.sys", "is there twice")]
    [InlineData("test.cer", "is no certificate in DER")]
    public void Read_RefusesAFileThatBelongsNowhere(string path, string reason)
    {
        string file = Path.Join(_bench.Write("xenbus"), path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "x");
        Refused(Path.GetFileName(path), reason, ignoreCase: true);
    }

    [Fact]
    public void Read_RefusesACertificateThatIsText()
    {
        File.Copy(
            CodeSigning.TestAuthorityOf(_bench.Tree.Workspace).Root,
            Path.Join(_bench.Write("xenbus"), "root.cer"));
        Refused("root.cer", "is no certificate in DER");
    }

    [Theory]
    [InlineData("xenvif", "xenvif and no xenbus")]
    [InlineData("xenbus xennet", "xennet and no xenvif")]
    [InlineData("xenvbd", "xenvbd and no xenbus")]
    [InlineData("xeniface", "xeniface and no xenbus")]
    public void Read_RefusesADriverWithoutTheOneItNeeds(string names, string reason)
    {
        foreach (string name in names.Split(' '))
        {
            _bench.Write(name);
        }

        Refused("Treiber ö", reason);
    }

    [Fact]
    public void Read_RefusesADriverTwice()
    {
        Directory.Move(_bench.Write("xenbus"), _bench.At("first"));
        _bench.Write("xenbus");
        Refused("Treiber ö", "has xenbus twice");
    }

    [Theory]
    [InlineData("HKR,,Security,,\"D:P(A;;GA;;;SY)(A;;GA;;;BA)\"", "")]
    [InlineData("HKR,,Security,,\"D:P(A;;GA;;;SY)(A;;GA;;;BA)\"", "HKR,,Security,,\"D:P(A;;GA;;;WD)\"")]
    [InlineData("HKR,,Security", "; HKR,,Security")]
    [InlineData("[Install.NT.HW]", "[Install.NT.Services]")]
    [InlineData("[Install.NT.HW]", "[Install.HW]")]
    [InlineData("[Install.NT.HW]", "[Other.NT.HW]")]
    public void Read_RefusesAnInterfaceThatEverybodyMayOpen(string text, string other)
    {
        _bench.Write("xenbus");
        string inf = Path.Join(_bench.Write("xeniface"), "xeniface.inf");
        File.WriteAllText(
            inf, File.ReadAllText(inf).Replace(text, other, StringComparison.Ordinal), Encoding.Unicode);
        Refused("xeniface.inf", "XSA-468");
    }

    [Fact]
    public void Read_RefusesADriverWithoutCatalog_WhenNothingIsSigned()
    {
        _bench.Write("xenbus");
        Refused("xenbus.cat", "PEDOS_SIGN", _bench.None);
    }

    [Fact]
    public void Read_RefusesACatalogThatNobodyHasSigned_WhenNothingIsSigned()
    {
        WriteCatalog("xenbus.inf", "xenbus.sys");
        Refused("xenbus.cat", "PEDOS_SIGN", _bench.None);
    }

    [Theory]
    [InlineData("xenbus.sys", "xenbus.inf")]
    [InlineData("xenbus.inf", "xenbus.sys")]
    public void Read_RefusesACatalogThatDoesNotListAFile(string missing, string listed)
    {
        WriteCatalog(listed);
        Refused(missing, "does not list");
    }

    [Theory]
    [InlineData("xenbus.sys")]
    [InlineData("xenbus.inf")]
    public async Task Read_RefusesAFileThatWasChanged_AfterSomebodySignedTheCatalog(string name)
    {
        Assert.SkipUnless(Requirement.SignTool.IsPresent(), "osslsigncode is not installed");
        string folder = _bench.Write("xenbus");
        await _bench.SignAsync("xenbus", _bench.Signer("CN=Others"), Token);
        string file = Path.Join(folder, name);
        byte[] bytes = await File.ReadAllBytesAsync(file, Token);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Token);

        Refused(name, "does not list");
    }

    [Theory]
    [InlineData("no catalog", "is no catalog")]
    [InlineData("", "is no catalog")]
    public void Read_RefusesWhatIsNoCatalog(string text, string reason)
    {
        File.WriteAllText(Path.Join(_bench.Write("xenbus"), "xenbus.cat"), text);
        Refused("xenbus.cat", reason);
    }

    [Fact]
    public async Task Read_RefusesACatalogThatWasChanged_WhicheverBit()
    {
        Assert.SkipUnless(Requirement.SignTool.IsPresent(), "osslsigncode is not installed");
        string catalog = Path.Join(_bench.Write("xenbus"), "xenbus.cat");
        await _bench.SignAsync("xenbus", _bench.Signer("CN=Others"), Token);
        await CertifyAsync("xenbus");
        _ = _bench.Read(_bench.None);
        byte[] whole = await File.ReadAllBytesAsync(catalog, Token);
        foreach (int place in (int[])[60, 120, 300, 500, whole.Length - 200, whole.Length - 1])
        {
            byte[] bytes = [.. whole];
            bytes[place] ^= 1;
            await File.WriteAllBytesAsync(catalog, bytes, Token);
            Refused("xenbus", ":", _bench.None);
        }
    }

    [Fact]
    public async Task Read_RefusesADriverOfSomebody_WhoseCertificateIsNotThere()
    {
        Assert.SkipUnless(Requirement.SignTool.IsPresent(), "osslsigncode is not installed");
        _bench.Write("xenbus");
        await _bench.SignAsync("xenbus", _bench.Signer("CN=Microsoft Corporation"), Token);

        Refused("xenbus.inf", "is signed by Publisher, whom Windows takes for a test");
    }

    [Theory]
    [InlineData("O=Microsoft Corporation", "1.3.6.1.4.1.311.10.3.99")]
    [InlineData("O=Macrosoft Corporation", "1.3.6.1.4.1.311.10.3.5")]
    public async Task Read_TakesNoSignerForMicrosoft_WhoIsNot(string authority, string purpose)
    {
        Assert.SkipUnless(Requirement.SignTool.IsPresent(), "osslsigncode is not installed");
        _bench.Write("xenbus");
        await _bench.SignAsync("xenbus", _bench.Signer("CN=Some CA, " + authority, purpose), Token);

        Refused("xenbus.inf", "whom Windows takes for a test");
    }

    [Fact]
    public async Task Read_RefusesACertificateForNothing()
    {
        Assert.SkipUnless(Requirement.SignTool.IsPresent(), "osslsigncode is not installed");
        _bench.Write("xenbus");
        await _bench.SignAsync(
            "xenbus", _bench.Signer("CN=CA, O=Microsoft Corporation", "1.3.6.1.4.1.311.10.3.5"), Token);
        await CertifyAsync("xenbus");

        Refused("some.cer", "would be trusted for nothing");
    }

    [Fact]
    public async Task Read_RefusesASignedDriver_WhoseSignedCatalogIsNotThere()
    {
        Assert.SkipUnless(Requirement.SignTool.IsPresent(), "osslsigncode is not installed");
        string driver = Path.Join(_bench.Write("xenbus"), "xenbus.sys");
        await new CodeSigning(_bench.Tree.Workspace, _bench.Signer("CN=Others")).SignFileAsync(driver, Token);

        Refused("xenbus.sys", "carries a signature");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private void WriteCatalog(params string[] names)
    {
        string folder = _bench.Write("xenbus");
        CatalogBuilder catalog = new(CatalogVersion.Sha256, DriverBench.Date);
        foreach (string name in names)
        {
            catalog.AddFile(Path.Join(folder, name), name);
        }

        File.WriteAllBytes(Path.Join(folder, "xenbus.cat"), catalog.Build());
    }

    private async Task CertifyAsync(string name)
    {
        using var certificate = _bench.Test.SignerCertificate();
        await File.WriteAllBytesAsync(_bench.At(name, "some.cer"), certificate.RawData, Token);
    }

    private void Refused(string name, string reason, CodeSigning? signing = null, bool ignoreCase = false)
    {
        string[] before = Written();
        BuildException error = Assert.Throws<BuildException>(() => _bench.Read(signing));
        Assert.Contains(
            name, error.Message, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Written());
    }

    // Certificates for tests are made when they are first asked for.
    private string[] Written() =>
        [.. Directory.EnumerateFiles(_bench.Tree.Workspace.Root, "*", SearchOption.AllDirectories)
            .Concat(Directory.Exists(_bench.Input)
                ? Directory.EnumerateFiles(_bench.Input, "*", SearchOption.AllDirectories)
                : [])
            .Where(f => !f.StartsWith(_bench.Tree.Workspace.Signing, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(static f => f + " " + Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f))))];
}

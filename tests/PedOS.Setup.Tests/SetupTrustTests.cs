using PedOS.TestKit.Limits;
using PedOS.TestKit.Setup;
using Xunit;

namespace PedOS.Setup.Tests;

public sealed class SetupTrustTests : IDisposable
{
    private readonly SampleCertificate _root = SampleCertificate.Authority("Sample root");
    private readonly SampleCertificate _signer;

    public SetupTrustTests() => _signer = SampleCertificate.Signer("Prüfer İÖ", _root);

    public void Dispose()
    {
        _signer.Dispose();
        _root.Dispose();
    }

    [PatientFact(Timeout = 120_000)]
    public async Task Install_TakesTrustedPackages_AndNotesTheSigner()
    {
        using SetupBench bench = new();
        bench.Sign(_signer);
        string root = bench.Write("Wurzel ığ.pem", _root.Pem);

        SetupRun plan = await InstallAsync(bench, "--trust", root, "--dry-run");
        Assert.Contains("package signed by Prüfer İÖ, certificate ", plan.Output, StringComparison.Ordinal);
        bench.AssertUnchanged();

        SetupRun installed = await InstallAsync(bench, "--trust", root, "--json");
        Assert.Equal(0, installed.Code);
        Assert.Equal(
            "NamedByCaller", installed.Json.GetProperty("package").GetProperty("reason").GetString());
        string log = File.ReadAllText(Directory.GetFiles(bench.Books, "*.log").Order(StringComparer.Ordinal).First());
        Assert.Contains("The package is signed by Prüfer İÖ", log, StringComparison.Ordinal);
        SetupRun status = await bench.GoAsync("status");
        Assert.Contains("signed by Prüfer İÖ", status.Output, StringComparison.Ordinal);

        Assert.Equal(0, (await bench.GoAsync("uninstall")).Code);
        bench.AssertUnchanged();
    }

    [PatientTheory(Timeout = 120_000)]
    [InlineData("nothing", "UnsignedPackage")]
    [InlineData("nobody trusts it", "UntrustedSigner")]
    [InlineData("another trusted", "UntrustedSigner")]
    [InlineData("list changed", "DamagedPackage")]
    [InlineData("catalog damaged", "DamagedSignature")]
    [InlineData("catalog empty", "DamagedSignature")]
    [InlineData("catalog too long", "DamagedPackage")]
    public async Task Install_RefusesBeforeItBegins(string flaw, string id)
    {
        using SetupBench bench = new();
        string root = bench.Write("root.pem", _root.Pem);
        string catalog = Path.Join(bench.Package, "package.cat");
        if (flaw != "nothing")
        {
            bench.Sign(_signer);
        }

        switch (flaw)
        {
            case "another trusted":
                using (SampleCertificate other = SampleCertificate.Authority("Sample root"))
                {
                    File.WriteAllText(root, other.Pem);
                }

                break;
            case "list changed":
                File.AppendAllText(Path.Join(bench.Package, "package.json"), " ");
                break;
            case "catalog damaged":
                byte[] bytes = File.ReadAllBytes(catalog);
                bytes[^1] ^= 1;
                File.WriteAllBytes(catalog, bytes);
                break;
            case "catalog empty":
                File.WriteAllText(catalog, "");
                break;
            case "catalog too long":
                File.WriteAllBytes(catalog, new byte[(1024 * 1024) + 1]);
                break;
        }

        SetupRun refused = flaw == "nobody trusts it"
            ? await InstallAsync(bench, "--json")
            : await InstallAsync(bench, "--trust", root, "--json");
        Assert.Equal(4, refused.Code);
        Assert.Equal(id, refused.Json.GetProperty("error").GetProperty("id").GetString());
        bench.AssertUnchanged();
    }

    [PatientTheory(Timeout = 120_000)]
    [InlineData("bin/setup.exe")]
    [InlineData("drivers/test.cer")]
    public async Task Install_RefusesAFileThatIsNotTheSignedOne(string path)
    {
        using SetupBench bench = new();
        bench.Sign(_signer);
        string file = Path.Join(bench.Package, path);
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);

        SetupRun failed = await InstallAsync(
            bench, "--trust", bench.Write("root.pem", _root.Pem), "--component", "XenNetwork", "--json");
        Assert.Equal("DamagedPackage", failed.Json.GetProperty("error").GetProperty("id").GetString());
        Assert.False(Directory.Exists(bench.Image.At(@"Program Files\PedOS Tools")));
    }

    [PatientFact(Timeout = 120_000)]
    public async Task Update_OfASignedInstallation_NeedsASignatureOrAWord()
    {
        using SetupBench bench = new();
        bench.Sign(_signer);
        string root = bench.Write("root.pem", _root.Pem);
        Assert.Equal(0, (await InstallAsync(bench, "--trust", root)).Code);

        bench.WritePackage("1.3.0");
        SetupRun refused = await InstallAsync(bench, "--trust", root);
        Assert.Equal(4, refused.Code);
        Assert.Contains("(UnsignedPackage)", refused.Error, StringComparison.Ordinal);
        Assert.Contains("Tools 1.2.3", (await bench.GoAsync("status")).Output, StringComparison.Ordinal);

        SetupRun shown = await InstallAsync(bench, "--allow-unsigned", "--dry-run");
        Assert.Contains("package not signed; the caller allowed that\n", shown.Output, StringComparison.Ordinal);
        Assert.Contains("replaces what was signed by Prüfer İÖ", shown.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await InstallAsync(bench, "--allow-unsigned")).Code);
        SetupRun status = await bench.GoAsync("status", "--json");
        Assert.Equal("1.3.0", status.Json.GetProperty("version").GetString());
        Assert.Equal("not signed; the caller allowed that", status.Json.GetProperty("package").GetString());
    }

    [PatientFact(Timeout = 120_000)]
    public async Task Trust_NeedsACertificate()
    {
        using SetupBench bench = new();
        SetupRun missing = await InstallAsync(bench, "--trust", "/no/such.pem", "--json");
        Assert.Equal((2, "InvalidArgument"), (
            missing.Code, missing.Json.GetProperty("error").GetProperty("id").GetString()));
        SetupRun wrong = await InstallAsync(bench, "--trust", Path.Join(bench.Package, "package.json"), "--json");
        Assert.Equal(2, wrong.Code);
        Assert.Equal(2, (await bench.GoAsync("status", "--allow-unsigned")).Code);
        Assert.Equal(2, (await bench.GoAsync("uninstall", "--trust", "x")).Code);
    }

    [PatientTheory(Timeout = 120_000)]
    [InlineData("--source", "PACKAGE")]
    [InlineData("--account", "x", "--source", "PACKAGE")]
    [InlineData("--image", "IMAGE")]
    [InlineData("--trust", "/no/such.pem")]
    [InlineData("--restart")]
    public async Task Installer_TakesNoOtherPackage_AndChangesNoOtherWindows(params string[] added)
    {
        // The words of a custom action come in part from whoever started the MSI; unsigned packages are taken there.
        using SetupBench bench = new();
        SetupRun refused = await SetupRun.GoAsync(
        [
            "install", "--installer", "--component", "Shared", "--json",
            .. added.Select(a => a == "PACKAGE" ? bench.Package : a == "IMAGE" ? bench.Image.Root : a),
        ]);
        Assert.Equal(2, refused.Code);
        Assert.Equal("InvalidArgument", refused.Json.GetProperty("error").GetProperty("id").GetString());
        SetupRun both = await bench.GoAsync("install", "--installer", "--source", bench.Package);
        Assert.Equal(2, both.Code);
        bench.AssertUnchanged();
    }

    private static Task<SetupRun> InstallAsync(SetupBench bench, params string[] arguments) =>
        bench.GoAsync(["install", "--source", bench.Package, .. arguments]);
}

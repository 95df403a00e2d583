using PedOS.Build.Tools;
using PedOS.TestKit.Limits;
using PedOS.TestKit.Programs;
using PedOS.TestKit.Setup;
using Xunit;

namespace PedOS.Wine.Tests;

/// <summary>
/// Signatures are verified with what Windows has for it, which under Wine is less. Only plans are made: nothing is
/// installed.
/// </summary>
public sealed class PackageTrustUnderWineTests : IDisposable
{
    private const int Timeout = 120_000;

    private readonly TestDirectory _directory = new();
    private readonly SampleCertificate _root = SampleCertificate.Authority("Sample root");
    private readonly SampleCertificate _signer;
    private readonly string _package;
    private readonly string _trusted;

    public PackageTrustUnderWineTests()
    {
        _signer = SampleCertificate.Signer("Prüfer İÖ", _root);
        _package = _directory.MakeDirectory("Paket ö");
        _trusted = _directory.PathOf("root.pem");
        File.WriteAllText(_trusted, _root.Pem);
        new SamplePackage("1.2.3").WriteTo(_package, _signer);
    }

    public void Dispose()
    {
        _signer.Dispose();
        _root.Dispose();
        _directory.Dispose();
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Install_TakesANamedSigner()
    {
        (int code, string output) = await PlanAsync("--trust", WinePath.Of(_trusted));
        Assert.Contains("package signed by Prüfer İÖ, certificate ", output, StringComparison.Ordinal);
        Assert.Equal(0, code);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Install_RefusesAStranger()
    {
        // Also not because of the machine's roots: no publisher of a program has this name.
        (int code, string output) = await PlanAsync();
        Assert.Contains("(UntrustedSigner)", output, StringComparison.Ordinal);
        Assert.Equal(4, code);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Install_RefusesAnotherList_AndADamagedSignature()
    {
        string catalog = Path.Join(_package, "package.cat");
        byte[] bytes = await File.ReadAllBytesAsync(catalog, TestContext.Current.CancellationToken);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(catalog, bytes, TestContext.Current.CancellationToken);
        (int code, string output) = await PlanAsync("--trust", WinePath.Of(_trusted));
        Assert.Contains("(DamagedSignature)", output, StringComparison.Ordinal);
        Assert.Equal(4, code);

        new SamplePackage("1.2.3").WriteTo(_package, _signer);
        await File.AppendAllTextAsync(
            Path.Join(_package, "package.json"), " ", TestContext.Current.CancellationToken);
        (code, output) = await PlanAsync("--trust", WinePath.Of(_trusted));
        Assert.Contains("(DamagedPackage)", output, StringComparison.Ordinal);
        Assert.Equal(4, code);
    }

    private async Task<(int Code, string Output)> PlanAsync(params string[] arguments)
    {
        WineGuest.SkipWhereMissing();
        await using ProgramUnderTest setup = ProgramUnderTest.Start(new ProgramStart(
            Requirement.WineLoader,
            [
                WineGuest.PathOf("setup"), "install", "--dry-run", "--component", "Shared",
                "--source", WinePath.Of(_package), .. arguments,
            ]));
        int code = await setup.FinishAsync(TestContext.Current.CancellationToken);
        return (code, setup.Output + setup.Error);
    }
}

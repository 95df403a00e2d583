using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PedOS.Build.Signing;
using PedOS.Build.Tools;

namespace PedOS.Build.Tests.Signing;

/// <summary>A tree with a certificate for tests, and one file of every kind that is signed; made once.</summary>
public sealed class SigningFixture : IDisposable
{
    private const string Script = "Write-Output 'Grüße, İstanbul, 日本語, العربية'\n";

    private readonly TemporaryFolder _folder = new();

    public SigningFixture()
    {
        Workspace = new Workspace(_folder.Path);
        Signing = new CodeSigning(Workspace, new SigningSettings { Kind = "test" });
        Authority = CodeSigning.TestAuthorityOf(Workspace);
    }

    public Workspace Workspace { get; }

    public CodeSigning Signing { get; }

    public TestAuthority Authority { get; }

    /// <summary>An unsigned file of a kind, in a folder of its own.</summary>
    public string Make(string extension)
    {
        string path = Path.Join(Directory.CreateDirectory(NewFolder()).FullName, "öğ sample" + extension);
        switch (extension)
        {
            case ".exe" or ".dll" or ".sys":
                File.Copy(typeof(CodeSigning).Assembly.Location, path);
                break;
            case ".msi":
                File.WriteAllBytes(path, CompoundFile.Make());
                break;
            case ".cat":
                var catalog = new Build.Signing.Catalogs.CatalogBuilder(
                    Build.Signing.Catalogs.CatalogVersion.Sha256, DateTimeOffset.UnixEpoch.AddYears(50));
                catalog.AddFile(typeof(CodeSigning).Assembly.Location, "sample.dll");
                File.WriteAllBytes(path, catalog.Build());
                break;
            case ".psd1":
                File.WriteAllText(path, "@{\n    ModuleVersion = '1.0.0'\n}\n");
                break;
            case ".ps1xml":
                File.WriteAllText(path, "<?xml version=\"1.0\"?>\n<Configuration>\n</Configuration>\n");
                break;
            default:
                File.WriteAllText(path, Script);
                break;
        }

        return path;
    }

    public string NewFolder() => Path.Join(_folder.Path, Guid.NewGuid().ToString("N"));

    /// <summary>Settings for a certificate that somebody else made, with a life of its own.</summary>
    public SigningSettings Stranger(DateTimeOffset from, DateTimeOffset until, string usage = "1.3.6.1.5.5.7.3.3")
    {
        string folder = Directory.CreateDirectory(NewFolder()).FullName;
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=Stranger", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], true));
        using X509Certificate2 certificate = request.CreateSelfSigned(from, until);
        File.WriteAllText(Path.Join(folder, "c.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Join(folder, "k.pem"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllBytes(Path.Join(folder, "both.pfx"), certificate.Export(X509ContentType.Pkcs12, "geheim öğ"));
        return new SigningSettings
        {
            Kind = "file",
            Certificate = Path.Join(folder, "c.pem"),
            PrivateKey = Path.Join(folder, "k.pem"),
            Roots = Path.Join(folder, "c.pem"),
        };
    }

    public void Dispose() => _folder.Dispose();
}

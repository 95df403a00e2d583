using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PedOS.Build.Signing;

/// <summary>
/// A certificate for tests, made on demand and never part of the tree: a root whose key is thrown away at once, and a
/// code-signing certificate below it. Only its owner may read the key.
/// </summary>
/// <param name="folder">Where it is kept; everything in it belongs to this class.</param>
/// <param name="time">Tells when.</param>
public sealed class TestAuthority(string folder, TimeProvider time)
{
    private const int KeyBits = 3072;
    private const int SerialBytes = 16;
    private const string CodeSigning = "1.3.6.1.5.5.7.3.3";
    private const string Organization = "O=PedOS Windows Tools test build";

    private static readonly TimeSpan Life = TimeSpan.FromDays(365);
    private static readonly TimeSpan Rest = TimeSpan.FromDays(30);

    /// <summary>The signer's certificate, PEM.</summary>
    public string Certificate => Path.Join(folder, "test.pem");

    /// <summary>Its key, PEM.</summary>
    public string PrivateKey => Path.Join(folder, "test.key");

    /// <summary>The root, PEM: what a machine or a caller has to trust.</summary>
    public string Root => Path.Join(folder, "test-root.pem");

    /// <summary>The root, DER: what goes to a store of Windows, and beside test-signed drivers.</summary>
    public string RootDer => Path.Join(folder, "test-root.cer");

    /// <summary>Makes what is not there, or will soon be too old.</summary>
    public void Prepare()
    {
        if (IsUsable())
        {
            return;
        }

        string fresh = folder + "." + Guid.NewGuid().ToString("N");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(folder))!);
        Create(fresh);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.Move(fresh, folder);
    }

    private bool IsUsable()
    {
        if (!new[] { Certificate, PrivateKey, Root, RootDer }.All(File.Exists))
        {
            return false;
        }

        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificateFromFile(Certificate);
        return certificate.NotAfter.ToUniversalTime() > time.GetUtcNow().UtcDateTime + Rest;
    }

    private void Create(string target)
    {
        DateTimeOffset from = time.GetUtcNow().AddHours(-1);
        using RSA rootKey = RSA.Create(KeyBits);
        using RSA key = RSA.Create(KeyBits);
        CertificateRequest rootRequest = Request($"CN=PedOS test root, {Organization}", rootKey);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        rootRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using X509Certificate2 root = rootRequest.CreateSelfSigned(from, from + Life);

        CertificateRequest request = Request($"CN=PedOS test signer, {Organization}", key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(CodeSigning)], true));
        byte[] serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] &= 0x7f;
        using X509Certificate2 signer = request.Create(root, from, from + Life, serial);

        OwnedFiles.CreateFolder(target);
        OwnedFiles.Write(Path.Join(target, Path.GetFileName(PrivateKey)), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Join(target, Path.GetFileName(Certificate)), signer.ExportCertificatePem() + "\n");
        File.WriteAllText(Path.Join(target, Path.GetFileName(Root)), root.ExportCertificatePem() + "\n");
        File.WriteAllBytes(Path.Join(target, Path.GetFileName(RootDer)), root.RawData);
    }

    private static CertificateRequest Request(string name, RSA key)
    {
        CertificateRequest request = new(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PedOS.Tools.Engine.Signatures;
using Xunit;

namespace PedOS.Engine.Windows.Tests.Signatures;

public sealed class WindowsRootsTests
{
    private const string CodeSigning = "1.3.6.1.5.5.7.3.3";

    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Fact]
    public void Trust_IsNotForChainsThatEndBeforeARoot_OrAtOneThatNobodyKnows()
    {
        using X509Certificate2 root = Make("CN=PedOS sample root", null, out RSA rootKey);
        using X509Certificate2 signer = Make("CN=PedOS sample signer", (root, rootKey), out RSA key);
        WindowsRoots roots = new();
        Assert.Equal(RootAnswer.NoRoot, roots.Trust(Read(signer), [], CodeSigning, Now));
        Assert.Equal(RootAnswer.NoRoot, roots.Trust(Read(signer), [Read(root)], CodeSigning, Now));
        Assert.Equal(RootAnswer.NoRoot, roots.Trust(Read(root), [], CodeSigning, Now));
        rootKey.Dispose();
        key.Dispose();
    }

    private static Certificate Read(X509Certificate2 certificate) => Certificate.Read(certificate.RawData);

    private static X509Certificate2 Make(string name, (X509Certificate2 Root, RSA Key)? issuer, out RSA key)
    {
        // The older provider: Wine has no newer one that makes keys.
        key = new RSACryptoServiceProvider(2048) { PersistKeyInCsp = false };
        CertificateRequest request = new(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(issuer is null
            ? new X509BasicConstraintsExtension(true, false, 0, true)
            : new X509EnhancedKeyUsageExtension([new Oid(CodeSigning)], true));
        return request.Create(
            issuer?.Root.SubjectName ?? request.SubjectName,
            X509SignatureGenerator.CreateForRSA(issuer?.Key ?? key, RSASignaturePadding.Pkcs1),
            Now.AddDays(-1),
            Now.AddYears(1),
            [1, 2, 3, 4]);
    }
}

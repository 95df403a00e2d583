using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PedOS.TestKit.Setup;

/// <summary>A certificate with its key, made for one test.</summary>
public sealed class SampleCertificate : IDisposable
{
    /// <summary>Object identifier: programs are signed with it.</summary>
    public const string CodeSigning = "1.3.6.1.5.5.7.3.3";

    /// <summary>Object identifier: a timestamp server signs with it.</summary>
    public const string TimeStamping = "1.3.6.1.5.5.7.3.8";

    private const int SerialLength = 9;

    private readonly X509Certificate2 _certificate;

    private SampleCertificate(X509Certificate2 certificate, RSA key)
    {
        _certificate = certificate;
        Key = key;
    }

    /// <summary>Its key.</summary>
    public RSA Key { get; }

    /// <summary>DER encoding.</summary>
    public byte[] Raw => _certificate.RawData;

    /// <summary>Issuer's name, DER.</summary>
    public byte[] Issuer => _certificate.IssuerName.RawData;

    /// <summary>Serial number, most significant byte first.</summary>
    public byte[] Serial => [.. _certificate.GetSerialNumber().Reverse()];

    /// <summary>As PEM, with a line end.</summary>
    public string Pem => _certificate.ExportCertificatePem() + "\n";

    /// <summary>The key as PEM.</summary>
    public string KeyPem => Key.ExportPkcs8PrivateKeyPem();

    /// <summary>Makes an authority.</summary>
    /// <param name="name">Common name.</param>
    /// <param name="issuer">Who issues it; null for itself.</param>
    /// <param name="pathLength">Authorities that may be below it.</param>
    /// <param name="purpose">Its only purpose; null for all.</param>
    public static SampleCertificate Authority(
        string name, SampleCertificate? issuer = null, int pathLength = 3, string? purpose = null) => Make(
        name,
        issuer,
        purpose,
        [
            new X509BasicConstraintsExtension(true, true, pathLength, true),
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true),
        ],
        new SampleLife());

    /// <summary>Makes another certificate of an authority: its name and key, another issuer or time.</summary>
    /// <param name="authority">The authority.</param>
    /// <param name="issuer">Who issues it; null for itself.</param>
    /// <param name="life">From when to when; null for usual.</param>
    public static SampleCertificate Again(
        SampleCertificate authority, SampleCertificate? issuer = null, SampleLife? life = null)
    {
        RSA key = RSA.Create(authority.Key.ExportParameters(includePrivateParameters: true));
        CertificateRequest request = new(
            authority._certificate.SubjectName, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        foreach (X509Extension extension in authority._certificate.Extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        return Issue(request, key, issuer, life ?? new SampleLife());
    }

    /// <summary>Makes a signer.</summary>
    /// <param name="name">Common name.</param>
    /// <param name="issuer">Who issues it; null for itself.</param>
    /// <param name="purpose">What it may be used for; null for nothing said.</param>
    /// <param name="life">From when to when; null for usual.</param>
    /// <param name="more">More extensions.</param>
    public static SampleCertificate Signer(
        string name,
        SampleCertificate? issuer = null,
        string? purpose = CodeSigning,
        SampleLife? life = null,
        params X509Extension[] more) => Make(name, issuer, purpose, more, life ?? new SampleLife());

    /// <inheritdoc/>
    public void Dispose()
    {
        _certificate.Dispose();
        Key.Dispose();
    }

    private static SampleCertificate Make(
        string name, SampleCertificate? issuer, string? purpose, X509Extension[] extensions, SampleLife life)
    {
        RSA key = RSA.Create(life.KeyBits);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        foreach (X509Extension extension in extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        if (purpose is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], true));
        }

        return Issue(request, key, issuer, life);
    }

    private static SampleCertificate Issue(
        CertificateRequest request, RSA key, SampleCertificate? issuer, SampleLife life)
    {
        if (issuer is null)
        {
            return new(request.CreateSelfSigned(life.From, life.Until), key);
        }

        byte[] serial = RandomNumberGenerator.GetBytes(SerialLength);
        serial[0] = 1;
        X509Certificate2 certificate = request.Create(
            issuer._certificate.SubjectName,
            X509SignatureGenerator.CreateForRSA(issuer.Key, RSASignaturePadding.Pkcs1),
            life.From,
            life.Until,
            serial);
        return new(certificate, key);
    }
}

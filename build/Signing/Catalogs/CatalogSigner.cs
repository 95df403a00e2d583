using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PedOS.Build.Signing.Catalogs;

/// <summary>
/// Who signed a catalog. The signature is verified with the key of the certificate in it; whether that is trusted, the
/// machine decides on which it is installed.
/// </summary>
public static class CatalogSigner
{
    private const string MessageDigest = "1.2.840.113549.1.9.4";

    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Tag1 = new(TagClass.ContextSpecific, 1);

    // What Windows asks of a driver's signer: hardware verification, the attested one, and parts of Windows.
    private static readonly string[] DriverPurposes =
        ["1.3.6.1.4.1.311.10.3.5", "1.3.6.1.4.1.311.10.3.5.1", "1.3.6.1.4.1.311.10.3.6"];

    /// <summary>Finds the signer, and verifies that the catalog is what was signed.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <returns>The certificate; null when nobody has signed it.</returns>
    /// <exception cref="AsnContentException">It is no catalog.</exception>
    /// <exception cref="CryptographicException">The signature is not good, or of a kind that is not known.</exception>
    public static X509Certificate2? Find(byte[] catalog)
    {
        // Windows reads BER, and some tools write it.
        AsnReader message = new AsnReader(catalog, AsnEncodingRules.BER).ReadSequence();
        _ = message.ReadObjectIdentifier();
        AsnReader signed = message.ReadSequence(Tag0).ReadSequence();
        _ = signed.ReadInteger();
        _ = signed.ReadSetOf();
        AsnReader content = signed.ReadSequence();
        _ = content.ReadObjectIdentifier();
        ReadOnlyMemory<byte> list = content.ReadSequence(Tag0).PeekContentBytes();
        List<byte[]> certificates = [];
        if (signed.HasData && signed.PeekTag().HasSameClassAndValue(Tag0))
        {
            AsnReader bag = signed.ReadSetOf(skipSortOrderValidation: true, Tag0);
            while (bag.HasData)
            {
                certificates.Add(bag.ReadEncodedValue().ToArray());
            }
        }

        if (signed.HasData && signed.PeekTag().HasSameClassAndValue(Tag1))
        {
            _ = signed.ReadEncodedValue();
        }

        AsnReader signers = signed.ReadSetOf(skipSortOrderValidation: true);
        return signers.HasData ? Verify(signers.ReadSequence(), certificates, list.Span) : null;
    }

    /// <summary>Whether Windows loads drivers of a signer though test signing is not allowed.</summary>
    /// <param name="signer">Whose signature the catalog has.</param>
    public static bool IsMicrosoft(X509Certificate2 signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        return signer.IssuerName.EnumerateRelativeDistinguishedNames().Any(static n =>
                !n.HasMultipleElements
                && n.GetSingleElementType().Value == "2.5.4.10"
                && n.GetSingleElementValue() == "Microsoft Corporation")
            && signer.Extensions.OfType<X509EnhancedKeyUsageExtension>().Any(static e =>
                e.EnhancedKeyUsages.Cast<Oid>().Any(static u => DriverPurposes.Contains(u.Value)));
    }

    private static X509Certificate2 Verify(AsnReader signer, List<byte[]> certificates, ReadOnlySpan<byte> list)
    {
        _ = signer.ReadInteger();
        AsnReader id = signer.ReadSequence();
        byte[] issuer = id.ReadEncodedValue().ToArray();
        byte[] serial = id.ReadIntegerBytes().ToArray();
        HashAlgorithmName algorithm = Algorithm(signer.ReadSequence().ReadObjectIdentifier());
        byte[] attributes = signer.PeekTag().HasSameClassAndValue(Tag0)
            ? signer.ReadEncodedValue().ToArray()
            : throw new CryptographicException("it has no signed attributes");
        _ = signer.ReadSequence();
        byte[] signature = signer.ReadOctetString();

        // They are signed as a set, and stand there under another tag.
        attributes[0] = 0x31;
        X509Certificate2 certificate = certificates
            .Select(X509CertificateLoader.LoadCertificate)
            .FirstOrDefault(c => c.IssuerName.RawData.AsSpan().SequenceEqual(issuer)
                && c.SerialNumberBytes.Span.SequenceEqual(serial))
            ?? throw new CryptographicException("the certificate of its signer is not in it");
        using RSA key = certificate.GetRSAPublicKey()
            ?? throw new CryptographicException("it is signed with something else than RSA");
        return Digest(attributes).AsSpan().SequenceEqual(CryptographicOperations.HashData(algorithm, list))
            && key.VerifyData(attributes, signature, algorithm, RSASignaturePadding.Pkcs1)
            ? certificate
            : throw new CryptographicException("it is not what was signed");
    }

    private static byte[] Digest(byte[] attributes)
    {
        AsnReader set = new AsnReader(attributes, AsnEncodingRules.BER).ReadSetOf(skipSortOrderValidation: true);
        while (set.HasData)
        {
            AsnReader attribute = set.ReadSequence();
            if (attribute.ReadObjectIdentifier() == MessageDigest)
            {
                return attribute.ReadSetOf(skipSortOrderValidation: true).ReadOctetString();
            }
        }

        throw new CryptographicException("its signature has no digest");
    }

    private static HashAlgorithmName Algorithm(string identifier) => identifier switch
    {
        CatalogOids.Sha1 => HashAlgorithmName.SHA1,
        CatalogOids.Sha256 => HashAlgorithmName.SHA256,
        "2.16.840.1.101.3.4.2.2" => HashAlgorithmName.SHA384,
        "2.16.840.1.101.3.4.2.3" => HashAlgorithmName.SHA512,
        _ => throw new CryptographicException($"it is signed with the hash {identifier}, which is not known"),
    };
}

namespace PedOS.Tools.Engine.Signatures;

/// <summary>
/// Signed data with one signer and its content inside (RFC 5652, and PKCS#7 for catalogs and programs), whose
/// signature has been checked against the signer's own certificate. Whether that certificate is trusted is another
/// question: <see cref="CertificateChain"/>.
/// </summary>
internal sealed class SignedMessage
{
    // A chain has three or four certificates, a countersignature as many.
    private const int MaxCertificates = 16;

    private SignedMessage(
        string contentType, byte[] content, SignerInfo signer, IReadOnlyList<Certificate> certificates)
    {
        ContentType = contentType;
        Content = content;
        Info = signer;
        Certificates = certificates;
        Signer = certificates.FirstOrDefault(signer.IsOf)
            ?? throw new FormatException("the certificate of its signer is missing");
    }

    /// <summary>What the content is, an object identifier.</summary>
    public string ContentType { get; }

    /// <summary>What stands inside the element that the content is.</summary>
    public byte[] Content { get; }

    /// <summary>The signer's certificate.</summary>
    public Certificate Signer { get; }

    /// <summary>All certificates that came with it.</summary>
    public IReadOnlyList<Certificate> Certificates { get; }

    /// <summary>How it was signed.</summary>
    public SignerInfo Info { get; }

    /// <summary>Reads a message and checks its signature.</summary>
    /// <param name="bytes">DER encoding, nothing behind it.</param>
    /// <exception cref="FormatException">It is none, damaged, or signed in a way that is not accepted.</exception>
    public static SignedMessage Read(byte[] bytes)
    {
        DerReader outer = DerReader.ReadOnly(bytes, DerTag.Sequence).Inside();
        if (outer.Read(DerTag.ObjectIdentifier).ObjectIdentifier() != SignatureOids.SignedData)
        {
            throw new FormatException("it is no signed data");
        }

        DerReader tagged = outer.Read(DerTag.Tagged0).Inside();
        outer.RequireEnd();
        DerReader signed = tagged.Read(DerTag.Sequence).Inside();
        tagged.RequireEnd();
        _ = signed.Read(DerTag.Integer).Number();
        _ = signed.Read(DerTag.Set);

        DerReader content = signed.Read(DerTag.Sequence).Inside();
        string type = content.Read(DerTag.ObjectIdentifier).ObjectIdentifier();
        DerReader inside = content.Read(DerTag.Tagged0).Inside();
        content.RequireEnd();
        byte[] signedBytes = inside.Read().Content();
        inside.RequireEnd();

        IReadOnlyList<Certificate> certificates =
            signed.IsNext(DerTag.Tagged0) ? ReadCertificates(signed.Read().Inside()) : [];
        if (signed.IsNext(DerTag.Tagged1))
        {
            // Revocation lists; what is revoked is the machine's to know.
            _ = signed.Read();
        }

        DerReader signers = signed.Read(DerTag.Set).Inside();
        signed.RequireEnd();
        if (!signers.HasMore)
        {
            throw new FormatException("nobody has signed it");
        }

        SignerInfo signer = new(signers.Read(DerTag.Sequence));
        signers.RequireEnd();
        SignedMessage message = new(type, signedBytes, signer, certificates);
        signer.Check(type, signedBytes, message.Signer);
        return message;
    }

    private static List<Certificate> ReadCertificates(DerReader reader)
    {
        List<Certificate> certificates = [];
        while (reader.HasMore)
        {
            certificates.Add(Certificate.Read(reader.Read(DerTag.Sequence).Whole()));
            if (certificates.Count > MaxCertificates)
            {
                throw new FormatException("it carries too many certificates");
            }
        }

        return certificates;
    }
}

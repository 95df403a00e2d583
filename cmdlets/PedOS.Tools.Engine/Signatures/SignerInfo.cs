namespace PedOS.Tools.Engine.Signatures;

/// <summary>Who signed a message and how, RFC 5652 5.3.</summary>
internal sealed class SignerInfo
{
    private const int MaxAttributes = 32;

    private readonly byte[] _issuer;
    private readonly byte[] _serial;
    private readonly SignatureHash _hash;
    private readonly byte[] _signedAttributes;
    private readonly Dictionary<string, byte[]> _signed;
    private readonly Dictionary<string, byte[]> _unsigned;

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It is damaged, or signed in a way that is not accepted.</exception>
    public SignerInfo(DerElement info)
    {
        DerReader reader = info.Inside();
        if (reader.Read(DerTag.Integer).Number() != 1)
        {
            throw new FormatException("its signer is named in a way that is not known");
        }

        DerReader name = reader.Read(DerTag.Sequence).Inside();
        _issuer = name.Read(DerTag.Sequence).Whole();
        _serial = name.Read(DerTag.Integer).Content();
        name.RequireEnd();
        DerElement digest = reader.Read(DerTag.Sequence);
        _hash = SignatureHash.Read(digest);

        // Without attributes a signature says less than it seems to: what kind of content was signed is not in it.
        DerElement attributes = reader.Read(DerTag.Tagged0);
        _signed = ReadAttributes(attributes.Inside());

        // RFC 5652 5.4: what is signed has the tag of a set.
        _signedAttributes = attributes.Whole();
        _signedAttributes[0] = DerTag.Set;

        DerElement algorithm = reader.Read(DerTag.Sequence);
        bool isPlain = SignatureHash.Identifier(algorithm) == SignatureOids.Rsa;
        if (!isPlain && (!IsRsa(algorithm) || SignatureHash.Read(algorithm).Name != _hash.Name))
        {
            throw new FormatException("it is signed with an algorithm that is not accepted");
        }

        Signature = reader.Read(DerTag.OctetString).Content();
        _unsigned = reader.IsNext(DerTag.Tagged1) ? ReadAttributes(reader.Read().Inside()) : [];
        reader.RequireEnd();
    }

    /// <summary>The signature.</summary>
    public byte[] Signature { get; }

    /// <summary>An attribute beside the signature, which it does not cover: the set of its values.</summary>
    /// <returns>Null when it is not there.</returns>
    public byte[]? FindUnsigned(string type) => _unsigned.TryGetValue(type, out byte[]? value) ? value : null;

    /// <summary>Whether a certificate is the one that is named as the signer's.</summary>
    public bool IsOf(Certificate certificate) =>
        certificate.Issuer.SequenceEqual(_issuer) && certificate.Serial.SequenceEqual(_serial);

    /// <summary>Checks that a certificate's key signed this content.</summary>
    /// <exception cref="FormatException">It did not.</exception>
    public void Check(string contentType, byte[] content, Certificate certificate)
    {
        byte[] type = Value(SignatureOids.ContentType);
        byte[] digest = Value(SignatureOids.MessageDigest);
        if (DerReader.ReadOnly(type, DerTag.ObjectIdentifier).ObjectIdentifier() != contentType)
        {
            throw new FormatException("its signature is for another kind of content");
        }

        if (!DerReader.ReadOnly(digest, DerTag.OctetString).Content().SequenceEqual(_hash.Compute(content)))
        {
            throw new FormatException("its content is not the one that was signed");
        }

        if (certificate.Key is not { } key)
        {
            throw new FormatException("its signer's key is none of RSA with 2048 to 4096 bits");
        }

        if (!key.Verify(_hash.Compute(_signedAttributes), Signature, _hash.Name))
        {
            throw new FormatException("its signature was not made with the key of its signer's certificate");
        }
    }

    private static bool IsRsa(DerElement algorithm) => SignatureHash.Identifier(algorithm)
        is SignatureOids.RsaSha256 or SignatureOids.RsaSha384 or SignatureOids.RsaSha512;

    private static Dictionary<string, byte[]> ReadAttributes(DerReader reader)
    {
        Dictionary<string, byte[]> attributes = new(StringComparer.Ordinal);
        while (reader.HasMore)
        {
            DerReader attribute = reader.Read(DerTag.Sequence).Inside();
            string type = attribute.Read(DerTag.ObjectIdentifier).ObjectIdentifier();
            byte[] values = attribute.Read(DerTag.Set).Content();
            attribute.RequireEnd();
            if (attributes.ContainsKey(type) || attributes.Count == MaxAttributes)
            {
                throw new FormatException("an attribute is there twice, or there are too many");
            }

            attributes.Add(type, values);
        }

        return attributes;
    }

    private byte[] Value(string type) => _signed.TryGetValue(type, out byte[]? value)
        ? value
        : throw new FormatException("its signature does not cover what it has to");
}

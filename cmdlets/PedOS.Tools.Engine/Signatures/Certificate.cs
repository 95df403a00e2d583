using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Signatures;

/// <summary>
/// A certificate, RFC 5280: what matters for the signature of a package. Nothing is trusted by reading it.
/// </summary>
public sealed class Certificate
{
    // RFC 5280 4.2.1.3, bits from the left of the first byte.
    private const byte DigitalSignature = 0x80;
    private const byte KeyCertSign = 0x04;

    private readonly byte[] _signed;
    private readonly SignatureHash? _hash;
    private readonly byte[] _signature;
    private readonly RsaKey? _key;
    private readonly CertificateExtensions _extensions;

    private Certificate(byte[] whole)
    {
        DerReader outer = DerReader.ReadOnly(whole, DerTag.Sequence).Inside();
        DerElement signed = outer.Read(DerTag.Sequence);
        DerElement algorithm = outer.Read(DerTag.Sequence);
        _signature = outer.Read(DerTag.BitString).Bits();
        outer.RequireEnd();

        DerReader fields = signed.Inside();
        if (fields.Read(DerTag.Tagged0).Inside().Read(DerTag.Integer).Number() != 2)
        {
            throw new FormatException("a certificate is of another version than 3");
        }

        Serial = fields.Read(DerTag.Integer).Content();
        if (!fields.Read(DerTag.Sequence).Whole().SequenceEqual(algorithm.Whole()))
        {
            throw new FormatException("a certificate names two algorithms");
        }

        DerElement issuer = fields.Read(DerTag.Sequence);
        DerReader validity = fields.Read(DerTag.Sequence).Inside();
        NotBefore = validity.Read().Time();
        NotAfter = validity.Read().Time();
        validity.RequireEnd();
        DerElement subject = fields.Read(DerTag.Sequence);
        _key = RsaKey.Read(fields.Read(DerTag.Sequence));
        _extensions = new(fields);

        Raw = whole;
        Issuer = issuer.Whole();
        Subject = subject.Whole();
        Name = CertificateName.Of(subject);
        _signed = signed.Whole();
        _hash = SignatureHash.Find(algorithm);
    }

    /// <summary>DER encoding.</summary>
    public byte[] Raw { get; }

    /// <summary>The name as a person reads it: common name, and organization when there is one.</summary>
    public string Name { get; }

    /// <summary>Name in DER, for comparing.</summary>
    public byte[] Subject { get; }

    /// <summary>First moment at which it is valid.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>Last moment at which it is valid.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>SHA-256 of it, 64 lower-case hexadecimal digits.</summary>
    public string Sha256
    {
        get
        {
            using MemoryStream stream = new(Raw, writable: false);
            return Sha256Text.Of(stream);
        }
    }

    /// <summary>Name of its issuer in DER.</summary>
    internal byte[] Issuer { get; }

    /// <summary>Serial number as it stands there.</summary>
    internal byte[] Serial { get; }

    /// <summary>Its key; null when it is of a kind or size that no signature is taken from.</summary>
    internal RsaKey? Key => _key;

    /// <summary>Reads one.</summary>
    /// <param name="bytes">DER encoding, nothing behind it.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static Certificate Read(byte[] bytes) => new(bytes);

    /// <summary>Whether it is valid at a time.</summary>
    internal bool IsValidAt(DateTimeOffset time) => NotBefore <= time && time <= NotAfter;

    /// <summary>Whether it may sign for a purpose: it says so, and nothing that is not understood.</summary>
    internal bool IsFor(string purpose) =>
        _extensions.Purposes.Contains(purpose, StringComparer.Ordinal)
        && _extensions.Allows(DigitalSignature)
        && !_extensions.HasUnknown;

    /// <summary>Whether it issued another one.</summary>
    /// <param name="other">The other one.</param>
    /// <param name="below">Authorities between this one and the end of the chain.</param>
    /// <param name="purpose">What the end of the chain is used for.</param>
    internal bool Issued(Certificate other, int below, string purpose) =>
        other.Issuer.SequenceEqual(Subject)
        && _extensions.IsAuthority
        && below <= _extensions.PathLength
        && _extensions.Allows(KeyCertSign)
        && _extensions.AllowsBelow(purpose)
        && !_extensions.HasUnknown
        && other._hash is { } hash
        && _key is { } key
        && key.Verify(hash.Compute(other._signed), other._signature, hash.Name);
}

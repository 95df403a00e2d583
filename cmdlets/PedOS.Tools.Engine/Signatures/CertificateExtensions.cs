namespace PedOS.Tools.Engine.Signatures;

/// <summary>The extensions of a certificate that decide what it may be used for.</summary>
internal sealed class CertificateExtensions
{
    // More than any certificate has.
    private const int MaxCount = 32;

    private readonly byte? _keyUsage;

    /// <summary>Reads what stands behind the public key of a certificate.</summary>
    /// <exception cref="FormatException">It is damaged, or an extension is there twice.</exception>
    public CertificateExtensions(DerReader rest)
    {
        const byte IssuerId = 0x81;
        const byte SubjectId = 0x82;
        foreach (byte identifier in (byte[])[IssuerId, SubjectId])
        {
            if (rest.IsNext(identifier))
            {
                _ = rest.Read();
            }
        }

        if (!rest.HasMore)
        {
            return;
        }

        DerReader extensions = rest.Read(DerTag.Tagged3).Inside().Read(DerTag.Sequence).Inside();
        rest.RequireEnd();
        HashSet<string> seen = new(StringComparer.Ordinal);
        while (extensions.HasMore)
        {
            DerReader extension = extensions.Read(DerTag.Sequence).Inside();
            string identifier = extension.Read(DerTag.ObjectIdentifier).ObjectIdentifier();
            bool isCritical = extension.IsNext(DerTag.Boolean) && extension.Read().Truth();
            byte[] value = extension.Read(DerTag.OctetString).Content();
            extension.RequireEnd();
            if (!seen.Add(identifier) || seen.Count > MaxCount)
            {
                throw new FormatException("a certificate has an extension twice, or too many");
            }

            switch (identifier)
            {
                case SignatureOids.KeyUsage:
                    _keyUsage = ReadKeyUsage(value);
                    break;
                case SignatureOids.BasicConstraints:
                    ReadConstraints(value);
                    break;
                case SignatureOids.ExtendedKeyUsage:
                    Purposes = ReadPurposes(value);
                    break;
                default:
                    HasUnknown |= isCritical;
                    break;
            }
        }
    }

    /// <summary>Whether it may issue certificates.</summary>
    public bool IsAuthority { get; private set; }

    /// <summary>Authorities that may stand between it and the end of a chain.</summary>
    public int PathLength { get; private set; } = int.MaxValue;

    /// <summary>What it may be used for, as object identifiers; none when it does not say.</summary>
    public IReadOnlyList<string> Purposes { get; } = [];

    /// <summary>It limits its use in a way that is not understood here.</summary>
    public bool HasUnknown { get; }

    /// <summary>Whether the key may be used so; a certificate that says nothing allows it.</summary>
    public bool Allows(byte usage) => _keyUsage is not { } allowed || (allowed & usage) != 0;

    /// <summary>Whether a certificate below it may be used so; saying nothing allows everything.</summary>
    public bool AllowsBelow(string purpose) =>
        Purposes.Count == 0
        || Purposes.Contains(purpose, StringComparer.Ordinal)
        || Purposes.Contains(SignatureOids.AnyPurpose, StringComparer.Ordinal);

    private static byte ReadKeyUsage(byte[] value)
    {
        byte[] bits = DerReader.ReadOnly(value, DerTag.BitString).Content();
        return bits.Length is 2 or 3 && bits[0] < 8
            ? bits[1]
            : throw new FormatException("a key usage is damaged");
    }

    private static string[] ReadPurposes(byte[] value)
    {
        DerReader purposes = DerReader.ReadOnly(value, DerTag.Sequence).Inside();
        List<string> found = [];
        while (purposes.HasMore && found.Count < MaxCount)
        {
            found.Add(purposes.Read(DerTag.ObjectIdentifier).ObjectIdentifier());
        }

        purposes.RequireEnd();
        return [.. found];
    }

    private void ReadConstraints(byte[] value)
    {
        DerReader constraints = DerReader.ReadOnly(value, DerTag.Sequence).Inside();
        IsAuthority = constraints.IsNext(DerTag.Boolean) && constraints.Read().Truth();
        if (constraints.HasMore)
        {
            PathLength = constraints.Read(DerTag.Integer).Number();
        }

        constraints.RequireEnd();
    }
}

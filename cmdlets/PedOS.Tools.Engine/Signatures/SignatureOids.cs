namespace PedOS.Tools.Engine.Signatures;

/// <summary>Object identifiers of signatures; sources beside them.</summary>
internal static class SignatureOids
{
    // RFC 5652
    public const string SignedData = "1.2.840.113549.1.7.2";
    public const string ContentType = "1.2.840.113549.1.9.3";
    public const string MessageDigest = "1.2.840.113549.1.9.4";

    // RFC 3161, and Microsoft's attribute that carries its token
    public const string TimestampInfo = "1.2.840.113549.1.9.16.1.4";
    public const string TimestampToken = "1.3.6.1.4.1.311.3.3.1";

    // RFC 5754, RFC 3370, RFC 4055
    public const string Sha256 = "2.16.840.1.101.3.4.2.1";
    public const string Sha384 = "2.16.840.1.101.3.4.2.2";
    public const string Sha512 = "2.16.840.1.101.3.4.2.3";
    public const string Rsa = "1.2.840.113549.1.1.1";
    public const string RsaSha256 = "1.2.840.113549.1.1.11";
    public const string RsaSha384 = "1.2.840.113549.1.1.12";
    public const string RsaSha512 = "1.2.840.113549.1.1.13";

    // RFC 5280
    public const string CommonName = "2.5.4.3";
    public const string Organization = "2.5.4.10";
    public const string KeyUsage = "2.5.29.15";
    public const string BasicConstraints = "2.5.29.19";
    public const string ExtendedKeyUsage = "2.5.29.37";
    public const string AnyPurpose = "2.5.29.37.0";
    public const string CodeSigning = "1.3.6.1.5.5.7.3.3";
    public const string TimeStamping = "1.3.6.1.5.5.7.3.8";

    // wincrypt.h, wintrust.h, mscat.h
    public const string TrustList = "1.3.6.1.4.1.311.10.1";
    public const string CatalogList = "1.3.6.1.4.1.311.12.1.1";
    public const string CatalogMember2 = "1.3.6.1.4.1.311.12.1.3";
}

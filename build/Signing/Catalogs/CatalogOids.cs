namespace PedOS.Build.Signing.Catalogs;

/// <summary>Object identifiers of catalogs, as wincrypt.h, wintrust.h and mscat.h have them.</summary>
internal static class CatalogOids
{
    /// <summary>PKCS#7 signed data.</summary>
    public const string SignedData = "1.2.840.113549.1.7.2";

    /// <summary>szOID_CTL.</summary>
    public const string TrustList = "1.3.6.1.4.1.311.10.1";

    /// <summary>szOID_CATALOG_LIST.</summary>
    public const string CatalogList = "1.3.6.1.4.1.311.12.1.1";

    /// <summary>szOID_CATALOG_LIST_MEMBER.</summary>
    public const string Member = "1.3.6.1.4.1.311.12.1.2";

    /// <summary>szOID_CATALOG_LIST_MEMBER_V2.</summary>
    public const string Member2 = "1.3.6.1.4.1.311.12.1.3";

    /// <summary>CAT_NAMEVALUE_OBJID.</summary>
    public const string NameValue = "1.3.6.1.4.1.311.12.2.1";

    /// <summary>CAT_MEMBERINFO_OBJID.</summary>
    public const string MemberInfo = "1.3.6.1.4.1.311.12.2.2";

    /// <summary>CAT_MEMBERINFO2_OBJID.</summary>
    public const string MemberInfo2 = "1.3.6.1.4.1.311.12.2.3";

    /// <summary>SPC_INDIRECT_DATA_OBJID.</summary>
    public const string IndirectData = "1.3.6.1.4.1.311.2.1.4";

    /// <summary>SPC_PE_IMAGE_DATA_OBJID.</summary>
    public const string PeImageData = "1.3.6.1.4.1.311.2.1.15";

    /// <summary>SPC_CAB_DATA_OBJID; of files that are no images, too.</summary>
    public const string FlatData = "1.3.6.1.4.1.311.2.1.25";

    /// <summary>SHA-1.</summary>
    public const string Sha1 = "1.3.14.3.2.26";

    /// <summary>SHA-256.</summary>
    public const string Sha256 = "2.16.840.1.101.3.4.2.1";
}

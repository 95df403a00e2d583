namespace PedOS.Build.Signing.Catalogs;

/// <summary>The two forms of a catalog.</summary>
public enum CatalogVersion
{
    /// <summary>SHA-1; the form that every Windows finds drivers in.</summary>
    Sha1 = 1,

    /// <summary>SHA-256; Windows 8 and later.</summary>
    Sha256 = 2,
}

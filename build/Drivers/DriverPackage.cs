using PedOS.Build.Tools;

namespace PedOS.Build.Drivers;

/// <summary>A driver that is shipped.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Inf">Path of its INF in the package.</param>
/// <param name="Version">Version of its line DriverVer.</param>
/// <param name="Provider">Who provides it.</param>
/// <param name="Files">Its files in the package, the catalog too.</param>
public sealed record DriverPackage(
    DriverKind Kind, string Inf, string Version, string Provider, IReadOnlyList<PackageFile> Files)
{
    /// <summary>Whether Windows takes it only when test signing is allowed.</summary>
    public required bool IsTestSigned { get; init; }

    /// <summary>Whether this build signs it; what somebody has signed stays as it is.</summary>
    public required bool IsSignedHere { get; init; }

    /// <summary>The catalog, when the build makes it: its source is not there yet.</summary>
    public byte[]? NewCatalog { get; init; }

    /// <summary>Certificates that lay beside it, for machines to trust.</summary>
    public IReadOnlyList<string> Certificates { get; init; } = [];
}

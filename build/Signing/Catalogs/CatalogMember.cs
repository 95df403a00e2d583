namespace PedOS.Build.Signing.Catalogs;

/// <summary>A file in a catalog.</summary>
/// <param name="Hash">Its hash: of a program without what a signature changes, of another file as it is.</param>
/// <param name="IsProgram">Whether it is a PE image.</param>
/// <param name="Attributes">What is said about it.</param>
internal sealed record CatalogMember(byte[] Hash, bool IsProgram, IReadOnlyList<CatalogAttribute> Attributes);

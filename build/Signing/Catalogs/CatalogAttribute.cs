namespace PedOS.Build.Signing.Catalogs;

/// <summary>A name with a text, of a catalog or of a file in it.</summary>
/// <param name="Name"><c>HWID1</c> or <c>OS</c> of a catalog, <c>OSAttr</c> or <c>File</c> of a file.</param>
/// <param name="Value">The text.</param>
public sealed record CatalogAttribute(string Name, string Value);

using System.Text;
using System.Xml.Linq;

namespace PedOS.Build.Packaging;

/// <summary>
/// The module as one file: an OPC package (ECMA-376 part 2) with a nuspec, shaped as the PowerShell Gallery takes and
/// gives modules.
/// </summary>
/// <param name="folder">The staged module.</param>
/// <param name="manifest">What it says about itself.</param>
/// <param name="date">The time that everything in it carries.</param>
public sealed class ModuleArchive(string folder, ModuleManifest manifest, DateTimeOffset date)
{
    /// <summary>Name of the module.</summary>
    public const string Id = "PedOSTools";

    private const string Core = "package/services/metadata/core-properties/";

    private static readonly XNamespace Nuspec = "http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd";
    private static readonly XNamespace Types = "http://schemas.openxmlformats.org/package/2006/content-types";
    private static readonly XNamespace Relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    private static readonly XNamespace CoreProperties =
        "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
    private static readonly XNamespace DublinCore = "http://purl.org/dc/elements/1.1/";

    /// <summary>Name of the file.</summary>
    public string FileName => $"{Id}.{manifest.Version}.nupkg";

    /// <summary>Writes it.</summary>
    /// <param name="path">Where.</param>
    public void Write(string path)
    {
        ArchiveFile[] files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => new ArchiveFile(
                Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'), File.ReadAllBytes(file)))
            .OrderBy(static f => f.Path, StringComparer.Ordinal)];
        string properties = $"{Core}{NameBasedGuid.Of($"{Id}.{manifest.Version}"):N}.psmdcp";
        DeterministicArchive.Write(
            path,
            [
                Part("_rels/.rels", RelationsOf(properties)),
                Part(Id + ".nuspec", Description()),
                .. files,
                Part("[Content_Types].xml", ContentTypes(files)),
                Part(properties, PropertiesPart()),
            ],
            date);
    }

    // The gallery finds modules and their commands by these words.
    private IEnumerable<string> Tags() =>
    [
        "PSModule", "PSEdition_Desktop", "PSEdition_Core", "Windows", "PSIncludes_Cmdlet",
        .. manifest.Cmdlets.Select(static c => "PSCmdlet_" + c),
        .. manifest.Cmdlets.Select(static c => "PSCommand_" + c),
    ];

    private XElement Description() => new(
        Nuspec + "package",
        new XElement(
            Nuspec + "metadata",
            new XElement(Nuspec + "id", Id),
            new XElement(Nuspec + "version", manifest.Version),
            new XElement(Nuspec + "authors", manifest.Author),
            new XElement(Nuspec + "requireLicenseAcceptance", "false"),
            new XElement(Nuspec + "license", new XAttribute("type", "expression"), "GPL-2.0-only"),
            new XElement(Nuspec + "description", manifest.Description),
            new XElement(Nuspec + "copyright", manifest.Copyright),
            new XElement(Nuspec + "tags", string.Join(' ', Tags()))));

    private static XElement RelationsOf(string properties) => new(
        Relations + "Relationships",
        Relation("http://schemas.microsoft.com/packaging/2010/07/manifest", $"/{Id}.nuspec"),
        Relation(
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "/" + properties));

    private static XElement Relation(string type, string target) => new(
        Relations + "Relationship",
        new XAttribute("Type", type),
        new XAttribute("Target", target),
        new XAttribute("Id", "R" + NameBasedGuid.Of(type).ToString("N")[..16].ToUpperInvariant()));

    private static XElement ContentTypes(IEnumerable<ArchiveFile> files)
    {
        IEnumerable<XElement> types = files
            .Select(static f => Path.GetExtension(f.Path).TrimStart('.'))
            .Append("nuspec")
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.Ordinal)
            .Select(static extension => Type(extension, "application/octet"));
        return new(
            Types + "Types",
            Type("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            Type("psmdcp", "application/vnd.openxmlformats-package.core-properties+xml"),
            types);
    }

    private static XElement Type(string extension, string type) => new(
        Types + "Default", new XAttribute("Extension", extension), new XAttribute("ContentType", type));

    private XElement PropertiesPart() => new(
        CoreProperties + "coreProperties",
        new XAttribute(XNamespace.Xmlns + "dc", DublinCore),
        new XElement(DublinCore + "creator", manifest.Author),
        new XElement(DublinCore + "description", manifest.Description),
        new XElement(DublinCore + "identifier", Id),
        new XElement(CoreProperties + "version", manifest.Version),
        new XElement(CoreProperties + "keywords", string.Join(' ', Tags())));

    private static ArchiveFile Part(string path, XElement root) => new(
        path,
        Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + root.ToString().ReplaceLineEndings("\n")
            + "\n"));
}

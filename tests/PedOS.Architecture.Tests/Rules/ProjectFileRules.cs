using System.Text.RegularExpressions;
using System.Xml.Linq;
using PedOS.Architecture.Tests.Repository;

namespace PedOS.Architecture.Tests.Rules;

/// <summary>Rules on project files, package versions and the product's version.</summary>
public static partial class ProjectFileRules
{
    private const int MaxProjectLines = 25;
    private const string Manifest = "PedOSTools.psd1";
    private const string CmdletsProject = "cmdlets/PedOS.Tools.Cmdlets/PedOS.Tools.Cmdlets.csproj";
    private const string CmdletsPackage = "PowerShellStandard.Library";
    private const string Analyzer = "Microsoft.CodeAnalysis.BannedApiAnalyzers";

    // Compiled into native programs. The module has none: Windows PowerShell loads one version of an assembly for all.
    private static readonly (string Project, string Package)[] ProductPackages =
        [("agents/PedOS.Protocols/PedOS.Protocols.csproj", "System.IO.Hashing")];

    private static readonly string[] VersionElements =
    [
        "Version", "VersionPrefix", "VersionSuffix", "AssemblyVersion", "FileVersion", "InformationalVersion",
        "PackageVersion",
    ];

    public static IEnumerable<string> CheckProject(SourceFile file)
    {
        if (file.Lines.Count >= MaxProjectLines)
        {
            yield return $"{file.Path}: has {file.Lines.Count} lines, a project file stays under {MaxProjectLines}";
        }

        // A using that no file shows would be an arrow that no rule sees.
        if (!file.Path.StartsWith("tests/", StringComparison.Ordinal)
            && XDocument.Parse(file.Text).Descendants("Using").Any())
        {
            yield return $"{file.Path}: usings are in the files";
        }

        foreach (XElement reference in XDocument.Parse(file.Text).Descendants("PackageReference"))
        {
            if (reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null)
            {
                yield return $"{file.Path}: versions are in Directory.Packages.props";
            }

            // Cmdlets are compiled against the one, PowerShell brings it; the other only looks at what is compiled.
            string? package = reference.Attribute("Include")?.Value;
            bool isCompileOnly = reference.Attribute("PrivateAssets")?.Value == "all"
                && (package == Analyzer || (file.Path == CmdletsProject && package == CmdletsPackage));
            if (!file.Path.StartsWith("tests/", StringComparison.Ordinal)
                && !isCompileOnly
                && !ProductPackages.Contains((file.Path, package!)))
            {
                yield return $"{file.Path}: product code takes no package: {package}";
            }
        }
    }

    /// <summary>Each package says who needs it and why, right above it.</summary>
    public static IEnumerable<string> CheckPackages(SourceFile file) =>
        XDocument.Parse(file.Text).Descendants("PackageVersion")
            .Where(static package => PreviousNode(package) is not XComment)
            .Select(package => $"{file.Path}: {package.Attribute("Include")?.Value} has no reason above it");

    public static IEnumerable<string> CheckSolution(SourceFile solution, IEnumerable<SourceFile> projects)
    {
        HashSet<string?> listed =
            [.. XDocument.Parse(solution.Text).Descendants("Project").Select(p => p.Attribute("Path")?.Value)];
        return projects.Where(p => !listed.Contains(p.Path)).Select(p => $"{p.Path}: is not in {solution.Path}");
    }

    /// <summary>The version is written in the manifest and, as history, in the changelog.</summary>
    public static IEnumerable<string> CheckVersion(string version, SourceFile file)
    {
        if (file.Path is Manifest or "CHANGELOG.md" || file.IsBinary)
        {
            yield break;
        }

        if (Regex.IsMatch(file.Text, $@"(?<![\w.]){Regex.Escape(version)}(?![\w.]*\d)"))
        {
            yield return $"{file.Path}: repeats the version {version} of {Manifest}";
        }

        if (file.Extension is not (".csproj" or ".props" or ".targets"))
        {
            yield break;
        }

        foreach (XElement element in XDocument.Parse(file.Text).Descendants())
        {
            bool isDerived = element.Value.Contains("PedOSManifest", StringComparison.Ordinal);
            if (element.Parent?.Name.LocalName == "PropertyGroup"
                && VersionElements.Contains(element.Name.LocalName, StringComparer.Ordinal)
                && !isDerived)
            {
                yield return $"{file.Path}: sets {element.Name.LocalName}; the version comes from {Manifest}";
            }
        }
    }

    public static string ReadVersion(SourceFile manifest) => ModuleVersion().Match(manifest.Text).Groups[1].Value;

    private static XNode? PreviousNode(XElement element)
    {
        XNode? node = element.PreviousNode;
        while (node is XText text && string.IsNullOrWhiteSpace(text.Value))
        {
            node = node.PreviousNode;
        }

        return node;
    }

    [GeneratedRegex(@"ModuleVersion\s*=\s*'([0-9.]+)'", RegexOptions.CultureInvariant)]
    private static partial Regex ModuleVersion();
}

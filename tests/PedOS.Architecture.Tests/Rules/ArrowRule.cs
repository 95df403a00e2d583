using System.Xml.Linq;
using PedOS.Architecture.Tests.Repository;

namespace PedOS.Architecture.Tests.Rules;

/// <summary>
/// Who may know whom: programs, then agents and platforms, then protocols; cmdlets, engine, contracts.
/// </summary>
public static class ArrowRule
{
    private const string Contracts = "PedOS.Tools.Contracts";
    private const string Engine = "PedOS.Tools.Engine";
    private const string Setup = "setup";
    private const string Protocols = "PedOS.Protocols";
    private const string Agents = "PedOS.Agents";
    private const string Posix = "PedOS.Agents.Posix";
    private const string Windows = "PedOS.Agents.Windows";

    private static readonly Dictionary<string, string[]> Libraries = new(StringComparer.Ordinal)
    {
        [Contracts] = [],
        [Engine] = [Contracts],
        ["PedOS.Tools.Cmdlets"] = [Contracts, Engine],
        [Protocols] = [],
        [Agents] = [Contracts, Protocols],
        [Posix] = [Agents, Contracts, Protocols],
        [Windows] = [Agents, Contracts, Protocols],

        // The one program that is no agent: the engine for a shell without PowerShell, and once a service.
        [Setup] = [Contracts, Engine, Agents, Windows],
    };

    private static readonly string[] Program = [Agents, Posix, Windows, Contracts, Protocols];

    /// <summary>Checks what one project file references.</summary>
    public static IEnumerable<string> Check(SourceFile project)
    {
        string from = Path.GetFileNameWithoutExtension(project.Name);
        IEnumerable<string> references = XDocument.Parse(project.Text)
            .Descendants("ProjectReference")
            .Select(static r => r.Attribute("Include")!.Value.Replace('\\', '/'));
        return project.Path.Split('/')[0] switch
        {
            "tests" => [],
            "agents" or "cmdlets" =>
                CheckProduct(from, references.Select(static r => Path.GetFileNameWithoutExtension(r)!)),
            "build" => references
                .Where(static r => Path.GetFileNameWithoutExtension(r) != Contracts)
                .Select(r => $"{from}: of the product the build references the catalogue alone, not {r}"),
            _ => [$"{project.Path}: is in no room of the house"],
        };
    }

    /// <summary>Checks what one compiled product assembly references, among the assemblies of this tree.</summary>
    public static IEnumerable<string> Check(
        string assembly, IEnumerable<string> references, IReadOnlySet<string> ours) =>
        CheckProduct(assembly, references.Where(ours.Contains));

    private static IEnumerable<string> CheckProduct(string from, IEnumerable<string> references)
    {
        string[] allowed = Libraries.GetValueOrDefault(from, Program);
        return references
            .Where(to => !allowed.Contains(to, StringComparer.Ordinal))
            .Select(to => $"{from}: must not reference {to}");
    }
}

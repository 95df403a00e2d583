using System.Text.RegularExpressions;
using PedOS.Architecture.Tests.Repository;
using Xunit;

namespace PedOS.Architecture.Tests;

/// <summary>What CONTRIBUTING.md tells strangers is there.</summary>
public sealed partial class ContributingTests
{
    // Rooms that are no product assembly.
    private static readonly string[] Rooms = ["build", "docs", "module", "tests", "testkit", "fuzz", "bench", "demo"];

    private static string Page => SourceTree.File("CONTRIBUTING.md").Text;

    [Fact]
    public void Areas_AreTheRoomsAndTheAssemblies()
    {
        string listed = Areas().Match(Page).Groups["list"].Value;
        Assert.Contains("each program by its name", listed, StringComparison.Ordinal);
        IEnumerable<string> libraries = ProductAssembly.All
            .Where(static a => !a.IsProgram)
            .Select(static a => a.Name.Split('.')[^1]);

        Assert.Equal(
            Rooms.Concat(libraries).Order(StringComparer.OrdinalIgnoreCase),
            Word().Split(listed.Split("each program")[0])
                .Where(static w => w.Length > 0)
                .Order(StringComparer.OrdinalIgnoreCase),
            StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public void Paths_AreThere() => Findings.AssertNone(PathInCode().Matches(Page)
        .Select(static m => m.Groups["path"].Value)
        .Where(static path => !path.Contains("NAME", StringComparison.Ordinal)
            && !Path.Exists(Path.Join(SourceTree.Root, path)))
        .Select(static path => $"CONTRIBUTING.md names {path}, which is not there"));

    [GeneratedRegex(@"\(areas: (?<list>[^)]*)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Areas();

    [GeneratedRegex(@"[\s,;]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"`(?<path>(agents|build|cmdlets|docs|module|tests)/[\w./-]+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex PathInCode();
}

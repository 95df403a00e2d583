using PedOS.Architecture.Tests.Il;
using PedOS.Architecture.Tests.Repository;
using PedOS.Tools.Contracts.Product;
using Xunit;

namespace PedOS.Architecture.Tests;

/// <summary>The tree has no program, and no use of a setting, that the catalogue does not know.</summary>
public sealed class CatalogueTests
{
    private const string Settings = "PedOS.Agents.Settings.EffectiveSettings::get_";

    private static readonly string[] Programs =
        [.. ProductAssembly.All.Where(static a => a.IsProgram).Select(static a => a.Name)];

    [Fact]
    public void Tree_HasProgramsOfTheCatalogueOnly() =>
        Assert.Empty(Programs.Except(ProductPrograms.All.Select(static p => p.Name)));

    [Fact]
    public void Programs_FollowOnlyTheSettingsOfTheirRow() => Findings.AssertNone(Programs.SelectMany(name =>
    {
        using AssemblyScan scan = new(Path.Join(AppContext.BaseDirectory, name + ".dll"));
        return scan.Calls
            .Where(static c => c.Callee.StartsWith(Settings, StringComparison.Ordinal))
            .Select(static c => c.Callee[Settings.Length..])
            .Where(setting => !ProductPrograms.Find(name)!.Reads(setting))
            .Select(setting => $"{name} follows {setting}, and its row of {nameof(ProductPrograms)} does not say so")
            .ToArray();
    }));

    [Fact]
    public void Security_HasARowOfEachProgram()
    {
        string[] rows = [.. SourceTree.File("SECURITY.md").Lines
            .Where(static l => l.StartsWith("| `", StringComparison.Ordinal))
            .Select(static l => l.Split('`')[1])];

        Assert.Empty(Programs.Except(rows));
    }
}

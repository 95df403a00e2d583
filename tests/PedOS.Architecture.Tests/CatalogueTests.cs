using PedOS.Architecture.Tests.Il;
using PedOS.Architecture.Tests.Repository;
using PedOS.Tools.Contracts;
using PedOS.Tools.Contracts.Product;
using Xunit;

namespace PedOS.Architecture.Tests;

/// <summary>The tree has no program, and no use of a setting, that the catalogue does not know.</summary>
public sealed class CatalogueTests
{
    private const string Settings = "PedOS.Agents.Settings.EffectiveSettings::get_";

    // Where the same word is something else: programs of others, columns of tables.
    private static readonly string[] Others =
    [
        "cmdlets/PedOS.Tools.Engine/Plans/ForeignTools.cs",
        "cmdlets/PedOS.Tools.Cmdlets/Views/OutputViews.cs",
    ];

    private static readonly string[] Rooms = ["agents/", "cmdlets/", "build/"];

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
    public void Code_SpellsNoNameOfTheCatalogue()
    {
        string[] names =
        [
            // Targets of the build and files of the CD are called setup, too.
            .. ProductPrograms.All.Select(static p => p.Name).Where(static name => name != ProgramNames.Setup),
            .. ProductComponents.All.Select(static c => c.Name),
            .. KnownSettings.All.Select(static s => s.Name),
        ];

        Assert.Empty(
            from file in SourceTree.Code
            where Rooms.Any(room => file.Path.StartsWith(room, StringComparison.Ordinal))
                && !file.Path.StartsWith("cmdlets/PedOS.Tools.Contracts/", StringComparison.Ordinal)
                && !Others.Contains(file.Path, StringComparer.Ordinal)
            from line in file.Lines
            where !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
            from name in names
            where line.Contains($"\"{name}\"", StringComparison.Ordinal)
                || line.Contains($"'{name}'", StringComparison.Ordinal)
            select $"{file.Path}: spells {name} itself");
    }

    [Fact]
    public void Security_HasARowOfEachProgram()
    {
        string[] rows = [.. SourceTree.File("SECURITY.md").Lines
            .Where(static l => l.StartsWith("| `", StringComparison.Ordinal))
            .Select(static l => l.Split('`')[1])];

        Assert.Empty(Programs.Except(rows));
    }
}

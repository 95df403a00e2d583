using PedOS.Tools.Contracts.Product;
using Xunit;

namespace PedOS.Agents.Tests.Settings;

/// <summary>The page people read says what the code does.</summary>
public sealed class SettingsPageTests
{
    private const string OutsideReason = "the program does not run inside the source tree";

    public static bool IsInSourceTree => Root() is not null;

    [Fact(Skip = OutsideReason, SkipUnless = nameof(IsInSourceTree))]
    public void Page_HasTheTableOfTheCatalogue() => Assert.Equal(
        KnownSettings.All.Select(Row),
        Page().Split('\n').Where(static l => l.StartsWith("| `", StringComparison.Ordinal)));

    [Fact(Skip = OutsideReason, SkipUnless = nameof(IsInSourceTree))]
    public void Page_NamesTheProgramsThatFollowSettings() => Assert.Contains(
        $"All of them: {Names(KnownSettings.LogDir.Readers)};", Page(), StringComparison.Ordinal);

    private static string Row(Setting setting)
    {
        string[] all = [.. ProductPrograms.All.Where(static p => p.Settings.Count > 0).Select(static p => p.Name)];
        string readers = setting.Readers.SequenceEqual(all, StringComparer.Ordinal) ? "all" : Names(setting.Readers);
        string standard = setting.Default is "" ? "none" : $"{setting.Default}";
        return $"| `{setting.Name}` | {setting.TypeName} | {standard} | {setting.Wanted} | {readers} "
            + $"| {setting.Meaning} |";
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(static n => $"`{n}`"));

    private static string Page() => File.ReadAllText(Path.Combine(Root()!, "docs", "settings.md"));

    private static string? Root()
    {
        // Builds are deterministic and know no absolute path, so the tree is looked for above the program.
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "PedOSTools.slnx")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return directory;
    }
}

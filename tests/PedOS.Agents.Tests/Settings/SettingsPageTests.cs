using PedOS.Tools.Contracts;
using Xunit;

namespace PedOS.Agents.Tests.Settings;

/// <summary>The page people read says what the code does.</summary>
public sealed class SettingsPageTests
{
    private const string OutsideReason = "the program does not run inside the source tree";

    public static TheoryData<string> Numbers =>
    [
        Row(KnownSettings.LogLevel),
        Row(KnownSettings.LogRetention),
        Row(KnownSettings.LogMaxSize),
        Row(KnownSettings.LogonTimeout),
    ];

    public static TheoryData<string, int> Texts => new()
    {
        { KnownSettings.LogDir.Name, KnownSettings.LogDir.MaxLength },
        { KnownSettings.DefaultUser.Name, KnownSettings.DefaultUser.MaxLength },
    };

    public static bool IsInSourceTree => Root() is not null;

    [Theory(Skip = OutsideReason, SkipUnless = nameof(IsInSourceTree))]
    [MemberData(nameof(Numbers))]
    public void Page_HasRowOfNumber(string row) => Assert.Contains(row, Page(), StringComparison.Ordinal);

    [Theory(Skip = OutsideReason, SkipUnless = nameof(IsInSourceTree))]
    [MemberData(nameof(Texts))]
    public void Page_HasRowOfText(string name, int maxLength) => Assert.Contains(
        Page().Split('\n'),
        l => l.StartsWith($"| `{name}` | REG_SZ |", StringComparison.Ordinal)
            && l.Contains($"{maxLength} characters |", StringComparison.Ordinal));

    private static string Row(NumberSetting setting) =>
        $"| `{setting.Name}` | REG_DWORD | {setting.DefaultValue} | {setting.Least} to {setting.Most} |";

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

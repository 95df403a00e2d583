using PedOS.Tools.Contracts;
using Xunit;

namespace PedOS.Agents.Tests.Settings;

/// <summary>The page people read says what the code does.</summary>
public sealed class SettingsPageTests
{
    public static TheoryData<string> Numbers =>
        [.. new[] { KnownSettings.LogLevel, KnownSettings.LogRetention, KnownSettings.LogMaxSize, KnownSettings.LogonTimeout }
            .Select(s => $"| `{s.Name}` | REG_DWORD | {s.DefaultValue} | {s.Least} to {s.Most} |")];

    public static TheoryData<string, int> Texts => new()
    {
        { KnownSettings.LogDir.Name, KnownSettings.LogDir.MaxLength },
        { KnownSettings.DefaultUser.Name, KnownSettings.DefaultUser.MaxLength },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Page_HasRowOfNumber(string row) => Assert.Contains(row, Page(), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Texts))]
    public void Page_HasRowOfText(string name, int maxLength) => Assert.Contains(
        Page().Split('\n'),
        l => l.StartsWith($"| `{name}` | REG_SZ |", StringComparison.Ordinal)
            && l.Contains($"{maxLength} characters |", StringComparison.Ordinal));

    private static string Page()
    {
        // Builds are deterministic and know no absolute path, so the page is looked for above the program.
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "PedOSTools.slnx")))
        {
            directory = directory.Parent;
        }

        Assert.SkipWhen(directory is null, "the program does not run inside the source tree");
        return File.ReadAllText(Path.Combine(directory!.FullName, "docs", "settings.md"));
    }
}

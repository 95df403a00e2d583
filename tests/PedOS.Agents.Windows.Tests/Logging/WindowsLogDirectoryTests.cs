using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;
using PedOS.Agents.Logging;
using PedOS.Agents.Windows.Logging;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Logging;

[SupportedOSPlatform("windows")]
public sealed class WindowsLogDirectoryTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"Günlük 記録 {Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public void Common_BeginsWithTheProducts_AndHasAnother()
    {
        SkipElsewhere();
        Assert.All(WindowsLogDirectory.Common, d => Assert.True(Path.IsPathFullyQualified(d)));
        Assert.Equal(Environment.ExpandEnvironmentVariables(@"%ProgramData%\PedOS\log"), WindowsLogDirectory.Common[0]);
        Assert.Equal(2, WindowsLogDirectory.Common.Count);
    }

    [Fact]
    public void Open_MakesOne_ThatItTakesAgain()
    {
        SkipElsewhere();
        string inner = Path.Combine(_folder, "içerik", "سجل");

        using (LogDirectory made = WindowsLogDirectory.Open(inner))
        {
            File.WriteAllText(Path.Combine(made.Path, "a.log"), "line");
        }

        using LogDirectory again = WindowsLogDirectory.Open(inner);
        Assert.Equal(inner, again.Name);
        Assert.Equal("line", File.ReadAllText(Path.Combine(again.Path, "a.log")));
    }

    /// <summary>The name that was asked for is looked up once: what it leads to later is not used.</summary>
    [Fact]
    public void Open_UsesTheNameOfWhatItJudged()
    {
        SkipElsewhere();
        WindowsLogDirectory.Open(_folder).Dispose();
        string other = Path.Combine(Path.GetTempPath(), Path.GetFileName(_folder).ToUpperInvariant());

        using LogDirectory opened = WindowsLogDirectory.Open(other);

        Assert.Equal(other, opened.Name);
        Assert.Equal(Path.GetFileName(_folder), Path.GetFileName(opened.Path));
        Assert.StartsWith(@"\\?\", opened.Path, StringComparison.Ordinal);
    }

    [Fact(
        Skip = "evidence windows: Wine renames a directory that is open",
        SkipType = typeof(Wine),
        SkipWhen = nameof(Wine.IsHere))]
    public void Open_HoldsIt()
    {
        SkipElsewhere();
        using LogDirectory opened = WindowsLogDirectory.Open(_folder);

        Assert.ThrowsAny<IOException>(() => Directory.Move(_folder, _folder + "2"));
    }

    [Fact]
    public void Open_RefusesOne_ThatOthersMayChange()
    {
        SkipElsewhere();
        DirectorySecurity everybody = new();
        everybody.AddAccessRule(new FileSystemAccessRule(
            new SecurityIdentifier(WellKnownSidType.WorldSid, null), FileSystemRights.FullControl,
            AccessControlType.Allow));
        new DirectoryInfo(_folder).Create();
        new DirectoryInfo(_folder).SetAccessControl(everybody);

        UnauthorizedAccessException refused =
            Assert.Throws<UnauthorizedAccessException>(() => WindowsLogDirectory.Open(_folder));

        Assert.Contains("S-1-1-0 may change it", refused.Message, StringComparison.Ordinal);
        Directory.Move(_folder, _folder + "2");
        Directory.Delete(_folder + "2");
    }

    private static void SkipElsewhere() =>
        Assert.SkipUnless(OperatingSystem.IsWindows(), "there are rights of Windows on Windows only");
}

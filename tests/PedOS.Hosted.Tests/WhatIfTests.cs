using System.Management.Automation;
using Xunit;

namespace PedOS.Hosted.Tests;

/// <summary>-WhatIf says what would be done, and leaves no trace; -Confirm asks.</summary>
public sealed class WhatIfTests(Guest guest) : HostedTest, IClassFixture<Guest>
{
    private const string Package = "-Source $package -AllowUnsigned";

    private static readonly string[] All =
    [
        $"Install-PedOSTools -ImagePath $image {Package}",
        $"Repair-PedOSTools -ImagePath $image {Package}",
        $"Update-PedOSTools -ImagePath $image {Package}",
        "Uninstall-PedOSTools -ImagePath $image",
        "Get-PedOSOperation -ImagePath $image | Resume-PedOSOperation -ImagePath $image -Source $package",
        "Get-PedOSOperation -ImagePath $image | Undo-PedOSOperation -ImagePath $image",
        "Set-PedOSConfiguration LogRetention 3600 -ImagePath $image",
        "Reset-PedOSConfiguration LogRetention -ImagePath $image",
        "Set-PedOSLogLevel Debug -ImagePath $image",
        "Export-PedOSDiagnostic $folder/d.zip -ImagePath $image",
        "Register-QrexecService my.New a.exe -ImagePath $image",
        "Unregister-QrexecService qubes.VMShell -ImagePath $image",
        "Set-PedOSDBEntry /state/what-if x",
        "Remove-PedOSDBEntry /name",
        "Sync-PedOSNetwork",
        "Restore-PedOSNetwork",
        "Sync-PedOSClock",
        "Send-PedOSFile $folder work",
        "Get-Item -LiteralPath $folder | Move-PedOSFile -Target work",
    ];

    // They need a running Windows, or a driver in the package; the Pester suite has the drivers.
    private static readonly string[] Elsewhere =
    [
        "Start-PedOSAgent", "Stop-PedOSAgent", "Restart-PedOSAgent", "Install-PedOSDriver", "Uninstall-PedOSDriver",
    ];

    public static TheoryData<string> Scripts => [.. All];

    [Fact]
    public void Scripts_AreAllThatChangeSomething()
    {
        using Session session = new();
        string[] changing = [.. session.Run("Get-Command -Module PedOSTools").Output.Cast<CmdletInfo>()
            .Where(static c => c.Parameters.ContainsKey("WhatIf"))
            .Select(static c => c.Name)];
        Assert.NotEmpty(changing);
        Assert.All(
            changing.Except(Elsewhere, StringComparer.Ordinal),
            static name => Assert.Contains(All, script => script.Contains(name, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void WhatIf_SaysIt_AndLeavesNoTrace(string script)
    {
        using Session session = OpenInstalled();
        IReadOnlyList<string> before = Bench.Snapshot();
        string[] names = [.. Directory.GetFileSystemEntries(Bench.Folder).Order(StringComparer.Ordinal)];

        foreach (string way in (string[])[script + " -WhatIf", "$WhatIfPreference = $true; " + script])
        {
            int said = session.Host.Lines.Count;
            Outcome outcome = session.Run(way);
            Assert.Empty(outcome.Errors);
            Assert.Empty(outcome.Output);
            Assert.Contains(
                session.Host.Lines.Skip(said), static l => l.StartsWith("What if: ", StringComparison.Ordinal));
        }

        Assert.Empty(session.Host.Questions);
        Assert.Equal(before, Bench.Snapshot());
        Assert.Equal(names, Directory.GetFileSystemEntries(Bench.Folder).Order(StringComparer.Ordinal));
        Assert.Equal("none", guest.Tell("show /state/what-if"));
        Assert.NotEqual("none", guest.Tell("show /name"));
    }

    [Theory]
    [InlineData("Uninstall-PedOSTools -ImagePath $image")]
    [InlineData("Restore-PedOSNetwork")]
    [InlineData("Set-PedOSLogLevel Debug -ImagePath $image -Confirm")]
    public void Confirm_Asks_AndTakesNoForAnAnswer(string script)
    {
        using Session session = OpenInstalled();
        IReadOnlyList<string> before = Bench.Snapshot();

        Outcome outcome = session.Run(script);

        Assert.Empty(outcome.Errors);
        Assert.Empty(outcome.Output);
        Assert.Single(session.Host.Questions);
        Assert.Equal(before, Bench.Snapshot());
    }
}

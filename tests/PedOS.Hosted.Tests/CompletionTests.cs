using System.Management.Automation;
using Xunit;

namespace PedOS.Hosted.Tests;

/// <summary>What the Tab key finds.</summary>
public sealed class CompletionTests(Guest guest) : HostedTest, IClassFixture<Guest>
{
    [Theory]
    [InlineData("Install-PedOSTools Xen", "XenBase", "XenDisk", "XenNetwork")]
    [InlineData("Install-PedOSTools -Component agent", "Agent")]
    [InlineData("Uninstall-PedOSTools move", "MoveProfiles")]
    [InlineData("Install-PedOSDriver XenD", "XenDisk")]
    [InlineData("Set-PedOSConfiguration LogR", "LogRetention")]
    [InlineData("Set-PedOSLogLevel Ver", "Verbose")]
    [InlineData("Set-PedOSLogLevel Debug -Component qrexec-a", "qrexec-agent")]
    [InlineData("Get-PedOSLog network", "network-setup")]
    [InlineData("Start-PedOSAgent netw", "network-setup")]
    [InlineData("Get-PedOSDBEntry /na", "/name")]
    [InlineData("Get-PedOSDBEntry 'nothing of that kind", "")]
    [InlineData("Install-PedOSTools Xyz", "")]
    public void Line_Completes(string line, params string[] expected) =>
        Assert.Equal(expected.Where(static e => e.Length > 0), Complete(line));

    [Fact]
    public void Image_TellsItsOperationsAndServices()
    {
        Assert.NotNull(guest);
        using Session session = OpenInstalled();
        object id = Assert.Single(session.Run("(Get-PedOSOperation -ImagePath $image).Id").Output);
        Assert.Equal([(string)id], Complete($"Undo-PedOSOperation -ImagePath '{Bench.Image}' -Id "));
        Assert.Equal(["qubes.VMShell"], Complete($"Get-QrexecService -ImagePath '{Bench.Image}' qubes.V"));
        Assert.Empty(Complete("Undo-PedOSOperation -ImagePath '/usr' -Id x"));
    }

    // Whatever the default finds after that, files above all, is not ours.
    private static string[] Complete(string line)
    {
        using Session session = new();
        using PowerShell shell = session.Prepare("");
        return
        [
            .. CommandCompletion.CompleteInput(line, line.Length, null, shell).CompletionMatches
                .Where(static match => match.ResultType == CompletionResultType.ParameterValue)
                .Select(static match => match.CompletionText),
        ];
    }
}

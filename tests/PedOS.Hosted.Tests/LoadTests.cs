using System.Management.Automation;
using Xunit;

namespace PedOS.Hosted.Tests;

/// <summary>Every cmdlet is there, can be made, and is explained.</summary>
public sealed class LoadTests : HostedTest
{
    private static readonly string[] PlainOutputs = ["System.Void", "System.String", "System.Byte", "System.Boolean"];

    [Fact]
    public void Module_HasTheCmdletsThatItsManifestNames()
    {
        using Session session = new Session().With("manifest", Workbench.Module);
        Assert.Equal(
            session.Run("(Import-PowerShellDataFile $manifest).CmdletsToExport | Sort-Object").Output,
            session.Run("(Get-Command -Module PedOSTools).Name | Sort-Object").Output);
    }

    [Fact]
    public void Cmdlet_CanBeMade_AndHasASyntax()
    {
        using Session session = new();
        object[] cmdlets = [.. session.Run("Get-Command -Module PedOSTools").Output];
        Assert.NotEmpty(cmdlets);
        foreach (CmdletInfo cmdlet in cmdlets.Cast<CmdletInfo>())
        {
            using IDisposable made = Assert.IsType<IDisposable>(
                Activator.CreateInstance(cmdlet.ImplementingType), exactMatch: false);
            Assert.StartsWith(cmdlet.Name, cmdlet.Definition.Trim(), StringComparison.Ordinal);
            Assert.NotEmpty(cmdlet.ParameterSets);
        }
    }

    [Fact]
    public void Help_IsFoundByPowerShell()
    {
        using Session session = new();
        Outcome help = session.Run(
            """
            foreach ($cmdlet in Get-Command -Module PedOSTools) {
                $help = Get-Help $cmdlet.Name -Full
                $named = @($help.parameters.parameter).name
                $own = @($cmdlet.Parameters.Values | Where-Object {
                    $_.Attributes.TypeId.Name -contains 'ParameterAttribute' -and
                    $_.Name -notin [System.Management.Automation.Cmdlet]::CommonParameters })
                @{
                    Name = $cmdlet.Name
                    Synopsis = [string]$help.Synopsis
                    Examples = @($help.examples.example).Count
                    Missing = @($own.Name | Where-Object { $_ -notin $named }) -join ' '
                }
            }
            """);
        Assert.Empty(help.Errors);
        Assert.NotEmpty(help.Output);
        Assert.All(help.Output.Cast<System.Collections.Hashtable>(), static found =>
        {
            // Without a help file the synopsis is the syntax.
            Assert.DoesNotContain(
                "[<CommonParameters>]", (string)found["Synopsis"]!, StringComparison.Ordinal);
            Assert.True((int)found["Examples"]! >= 2);
            Assert.Equal("", found["Missing"]);
        });
        Assert.All(
            (string[])["about_PedOSTools", "about_PedOSQrexec", "about_PedOSRecovery"],
            topic => Assert.Contains(
                topic, (string)session.Run($"(Get-Help {topic} | Out-String)").Output[0], StringComparison.Ordinal));
    }

    [Fact]
    public void View_IsThereForEveryOutput()
    {
        using Session session = new();
        Outcome outputs = session.Run(
            "(Get-Command -Module PedOSTools).OutputType.Name | Sort-Object -Unique");
        string[] types = [.. outputs.Output.Cast<string>().Except(PlainOutputs, StringComparer.Ordinal)];
        Assert.NotEmpty(types);
        Assert.All(types, type => Assert.NotEmpty(session.Run($"Get-FormatData -TypeName {type}").Output));
    }
}

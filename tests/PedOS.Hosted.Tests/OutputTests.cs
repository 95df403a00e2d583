using Xunit;

namespace PedOS.Hosted.Tests;

/// <summary>What cmdlets give is of the types they declare, and can be shown.</summary>
public sealed class OutputTests : HostedTest
{
    [Theory]
    [InlineData("Get-PedOSTools -ImagePath $image")]
    [InlineData("Get-PedOSTools * -ImagePath $image")]
    [InlineData("Test-PedOSTools -ImagePath $image")]
    [InlineData("Test-PedOSTools -ImagePath $image -Quiet")]
    [InlineData("Get-PedOSOperation -ImagePath $image")]
    [InlineData("Get-PedOSConfiguration -ImagePath $image")]
    [InlineData("Set-PedOSConfiguration LogRetention 3600 -ImagePath $image -PassThru")]
    [InlineData("Reset-PedOSConfiguration LogRetention -ImagePath $image -PassThru")]
    [InlineData("Get-PedOSLogLevel -ImagePath $image")]
    [InlineData("Set-PedOSLogLevel Debug -ImagePath $image -PassThru")]
    [InlineData("Export-PedOSDiagnostic $folder/d.zip -ImagePath $image")]
    [InlineData("Get-PedOSAgent -ImagePath $image")]
    [InlineData("Get-QrexecService -ImagePath $image")]
    [InlineData("Register-QrexecService my.New a.exe -ImagePath $image -PassThru")]
    [InlineData("Repair-PedOSTools -ImagePath $image -Source $package -AllowUnsigned")]
    [InlineData("Update-PedOSTools -ImagePath $image -Source $package -AllowUnsigned")]
    [InlineData("Uninstall-PedOSTools -ImagePath $image -Confirm:$false")]
    public void Output_IsOfADeclaredType_AndCanBeShown(string script)
    {
        using Session session = OpenInstalled();
        Outcome declared = session.Run($"(Get-Command {script.Split(' ')[0]}).OutputType.Name");

        Outcome given = session.Run(script);

        Assert.Empty(given.Errors);
        Assert.NotEmpty(given.Output);
        Assert.All(given.Output, o => Assert.Contains(o.GetType().FullName, declared.Output));
        Outcome shown = session.With("given", given.Output).Run("$given | Out-String -Width 200");
        Assert.Empty(shown.Errors);
        Assert.NotEqual("", ((string)shown.Output[0]).Trim());
    }

    [Theory]
    [InlineData("Set-PedOSConfiguration LogRetention 3600 -ImagePath $image")]
    [InlineData("Reset-PedOSConfiguration LogRetention -ImagePath $image")]
    [InlineData("Set-PedOSLogLevel Debug -ImagePath $image")]
    [InlineData("Register-QrexecService my.New a.exe -ImagePath $image")]
    [InlineData("Unregister-QrexecService qubes.VMShell -ImagePath $image")]
    public void Output_IsNothing_WithoutPassThru(string script)
    {
        using Session session = OpenInstalled();
        Outcome given = session.Run(script);
        Assert.Empty(given.Errors);
        Assert.Empty(given.Output);
    }
}

using Xunit;

namespace PedOS.Hosted.Tests;

/// <summary>
/// A cmdlet gives its objects when it holds the machine no more: whoever comes next may want the same one.
/// </summary>
public sealed class ReleaseTests : HostedTest
{
    private const string Image = "-ImagePath $image";
    private const string Package = Image + " -Source $package -AllowUnsigned";

    private static readonly string[] Commands =
    [
        $"Install-PedOSTools Agent {Package}",
        $"Repair-PedOSTools {Package}",
        $"Update-PedOSTools {Package}",
        "Uninstall-PedOSTools Agent -ImagePath $image -Confirm:$false",
        "Resume-PedOSOperation (Get-PedOSOperation -ImagePath $image)[-1].Id -ImagePath $image -Source $package",
        "Set-PedOSConfiguration LogLevel 4 -ImagePath $image -PassThru",
        "Reset-PedOSConfiguration LogLevel -ImagePath $image -PassThru",
        "Set-PedOSLogLevel Debug -ImagePath $image -PassThru",
        "Register-QrexecService my.New c.exe -ImagePath $image -PassThru",
        "Get-PedOSConfiguration LogLevel -ImagePath $image",
        "Get-PedOSTools -ImagePath $image",
        "Get-QrexecService -ImagePath $image",
        "Get-PedOSOperation -ImagePath $image",
    ];

    [Fact]
    public void NextInThePipeline_ChangesTheSameImage()
    {
        using Session session = OpenInstalled();
        Assert.All(Commands.Index(), command =>
        {
            Outcome outcome = session.Run(
                "$null = Install-PedOSTools Agent " + Package + "\n"
                + $"{command.Item} | ForEach-Object {{"
                + $" Set-PedOSConfiguration LogRetention {70000 + command.Index} -ImagePath $image }}\n"
                + "(Get-PedOSConfiguration LogRetention -ImagePath $image).Value");
            Assert.Empty(outcome.Errors);
            Assert.Equal([(uint)(70000 + command.Index)], outcome.Output);
        });
    }

    [Theory]
    [InlineData($"Install-PedOSTools Agent {Package} | Undo-PedOSOperation -ImagePath $image", false)]
    [InlineData(
        $"Install-PedOSTools Agent {Package} | ForEach-Object {{ Uninstall-PedOSTools {Image} -Confirm:$false }}",
        false)]
    [InlineData(
        $"$one = Install-PedOSTools Agent {Package}; Undo-PedOSOperation $one.Id {Image}"
        + $" | ForEach-Object {{ Install-PedOSTools Agent {Package} }}",
        true)]
    [InlineData(
        $"$null = Install-PedOSTools Agent {Package}; Uninstall-PedOSTools {Image} -Confirm:$false"
        + $" | ForEach-Object {{ Install-PedOSTools Agent {Package} }}",
        true)]
    public void Operation_IsFollowedByOneOfTheSameImage(string script, bool isInstalled)
    {
        using Session session = Open();
        Outcome outcome = session.Run($"$null = & {{ {script} }}\n(Get-PedOSTools {Image}).IsInstalled");
        Assert.Empty(outcome.Errors);
        Assert.Equal([isInstalled], outcome.Output);
    }

    [Fact]
    public void ObjectsBeforeAFailure_AreGiven_AndComeFirst()
    {
        using Session session = Open();
        Outcome outcome = session.Run(
            "try { Set-PedOSLogLevel Debug -Component qrexec-agent, nothing -ImagePath $image -PassThru"
            + " -ErrorAction Stop | ForEach-Object Component } catch { 'failed' }");
        Assert.Equal(["qrexec-agent", "failed"], outcome.Output);
    }
}

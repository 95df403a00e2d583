using System.Management.Automation;
using Xunit;

namespace PedOS.Hosted.Tests;

/// <summary>Errors have an id, a category, a remedy, and end what they should end.</summary>
public sealed class ErrorTests : HostedTest
{
    private const string Package = "-Source $package -AllowUnsigned";

    [Theory]
    [InlineData(
        $"Install-PedOSTools Nothing -ImagePath $image {Package}",
        "UnknownComponent", nameof(ErrorCategory.InvalidArgument))]
    [InlineData(
        $"Install-PedOSTools AutomaticLogon -ImagePath $image {Package}",
        "ImpossibleSelection", nameof(ErrorCategory.InvalidArgument))]
    [InlineData(
        "Install-PedOSTools -ImagePath $image -Source $package",
        "UnsignedPackage", nameof(ErrorCategory.SecurityError))]
    [InlineData(
        "Install-PedOSTools -ImagePath $image -Source / -AllowUnsigned",
        "DamagedPackage", nameof(ErrorCategory.InvalidData))]
    [InlineData($"Install-PedOSTools {Package}", "UnsupportedWindows", nameof(ErrorCategory.NotImplemented))]
    [InlineData(
        "Uninstall-PedOSTools -ImagePath $image -Confirm:$false",
        "NotInstalled", nameof(ErrorCategory.NotInstalled))]
    [InlineData("Resume-PedOSOperation none -ImagePath $image", "NotFound", nameof(ErrorCategory.ObjectNotFound))]
    [InlineData("Undo-PedOSOperation none -ImagePath $image", "NotFound", nameof(ErrorCategory.ObjectNotFound))]
    [InlineData("Invoke-QrexecService --help test.Echo", "InvalidArgument", nameof(ErrorCategory.InvalidArgument))]
    public void FatalError_IsThrown(string script, string id, string category) =>
        CheckError(script, id, category, isFatal: true);

    [Theory]
    [InlineData("Get-PedOSTools -ImagePath /usr", "NotAnImage", nameof(ErrorCategory.InvalidArgument))]
    [InlineData("Get-PedOSOperation none -ImagePath $image", "NotFound", nameof(ErrorCategory.ObjectNotFound))]
    [InlineData(
        "Set-PedOSConfiguration LogRetention 0 -ImagePath $image",
        "InvalidArgument", nameof(ErrorCategory.InvalidArgument))]
    [InlineData(
        "Get-PedOSLogLevel nothing -ImagePath $image",
        "UnknownComponent", nameof(ErrorCategory.InvalidArgument))]
    [InlineData(
        "Register-QrexecService a/b c.exe -ImagePath $image",
        "InvalidArgument", nameof(ErrorCategory.InvalidArgument))]
    [InlineData(
        "Register-QrexecService my.New c.exe -ImagePath $image",
        "NotInstalled", nameof(ErrorCategory.NotInstalled))]
    [InlineData("Start-PedOSAgent qrexec-agent", "UnsupportedWindows", nameof(ErrorCategory.NotImplemented))]
    public void Error_LetsTheScriptGoOn(string script, string id, string category) =>
        CheckError(script, id, category, isFatal: false);

    [Fact]
    public void BrokenHive_IsInvalidData()
    {
        string hive = Path.Join(Bench.Image, "Windows/System32/config/SOFTWARE");
        byte[] content = File.ReadAllBytes(hive);
        content.AsSpan(0, 512).Clear();
        File.WriteAllBytes(hive, content);
        CheckError(
            "Get-PedOSTools -ImagePath $image", "DamagedHive", nameof(ErrorCategory.InvalidData), isFatal: false);
    }

    [Fact]
    public void AnotherInstaller_IsBusy()
    {
        string books = Path.Join(Bench.Image, "Program Files/PedOS Setup");
        Directory.CreateDirectory(books);
        using FileStream held = new(
            Path.Join(books, "lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        CheckError(
            $"Install-PedOSTools -ImagePath $image {Package}",
            "Busy",
            nameof(ErrorCategory.ResourceBusy),
            isFatal: true);
    }

    [Fact]
    public void OneBadObject_DoesNotSpoilTheOthers()
    {
        using Session session = Open();
        Outcome outcome = session.Run("'nothing', 'qrexec-agent' | Get-PedOSAgent -ImagePath $image");
        Assert.Equal("NotFound", Assert.Single(outcome.Errors).FullyQualifiedErrorId.Split(',')[0]);
        Assert.Single(outcome.Output);
    }

    private void CheckError(string script, string id, string category, bool isFatal)
    {
        using Session session = Open();

        ErrorRecord error = Assert.Single(session.Run(script).Errors);

        string[] names = error.FullyQualifiedErrorId.Split(',');
        Assert.Equal(id, names[0]);
        Assert.StartsWith("PedOS.Tools.Cmdlets.", names[1], StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category.ToString());
        Assert.Equal("PedOS.Tools.Engine.SetupException", error.Exception.GetType().FullName);
        Assert.NotEqual("", error.ErrorDetails.RecommendedAction);
        Assert.DoesNotContain('\n', error.ErrorDetails.Message);

        // A fatal one needs no preference to be caught.
        Assert.Equal([isFatal ? "caught" : "went on"], session.Run(
            $"try {{ {script} 2>$null; 'went on' }} catch {{ 'caught' }}").Output);
    }
}

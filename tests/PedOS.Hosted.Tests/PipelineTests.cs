using Xunit;

namespace PedOS.Hosted.Tests;

/// <summary>Objects that come through the pipeline.</summary>
public sealed class PipelineTests(Guest guest) : HostedTest, IClassFixture<Guest>
{
    [Fact]
    public void Images_ComeByProperty()
    {
        using Session session = OpenInstalled();
        Outcome outcome = session.Run(
            "[pscustomobject]@{ ImagePath = $image }, [pscustomobject]@{ ImagePath = $image } | Get-PedOSTools");
        Assert.Empty(outcome.Errors);
        Assert.Equal(2, outcome.Output.Count);
    }

    [Fact]
    public void Names_ComeAsTheyAre()
    {
        using Session session = OpenInstalled();
        Outcome outcome = session.Run(
            "$input | Set-PedOSLogLevel Verbose -ImagePath $image -PassThru | ForEach-Object Component",
            "qrexec-agent", "network-setup");
        Assert.Empty(outcome.Errors);
        Assert.Equal(["qrexec-agent", "network-setup"], outcome.Output);
    }

    [Fact]
    public void Services_ComeFromTheCmdletThatListsThem()
    {
        using Session session = OpenInstalled();
        Outcome outcome = session.Run(
            "Get-QrexecService -ImagePath $image | Unregister-QrexecService -ImagePath $image\n"
            + "@(Get-QrexecService -ImagePath $image).Count");
        Assert.Empty(outcome.Errors);
        Assert.Equal([0], outcome.Output);
    }

    [Fact]
    public void Call_TakesTextNumbersAndWrappedObjects()
    {
        using Session session = new();
        Outcome outcome = session.Run(
            "$input | Invoke-QrexecService work test.Echo", "Ayşe 田中 م", 7, 1.5, new FileInfo("/etc/hosts"));
        Assert.Empty(outcome.Errors);
        Assert.Equal(["Ayşe 田中 م", "7", "1.5", "/etc/hosts"], outcome.Output);
    }

    [Fact]
    public void Call_TakesBytesOneByOneAndInBlocks()
    {
        using Session session = new();
        Outcome outcome = session.Run(
            "$input | Invoke-QrexecService work test.Echo -AsByteStream",
            (byte)1, (byte)0, (byte)255, new byte[] { 13, 10, 26 });
        Assert.Empty(outcome.Errors);
        Assert.Equal<object>([(byte)1, (byte)0, (byte)255, (byte)13, (byte)10, (byte)26], outcome.Output);
    }

    [Fact]
    public void Call_Ends_WhenNobodyWantsMore()
    {
        Assert.NotNull(guest);
        using Session session = new();
        Outcome outcome = session.Run("Invoke-QrexecService work test.Hang | Select-Object -First 1");
        Assert.Empty(outcome.Errors);
        Assert.Equal(["begun"], outcome.Output);
        Assert.Empty(Guest.Programs());
    }

    [Fact]
    public void Entries_GoThroughThreeCmdlets()
    {
        using Session session = new();
        Outcome outcome = session.Run(
            """
            1..3 | ForEach-Object { [pscustomobject]@{ Path = "/state/n$_"; Value = "$_" } } | Set-PedOSDBEntry
            Get-PedOSDBEntry /state/n* | ForEach-Object Value
            Get-PedOSDBEntry /state/n* | Remove-PedOSDBEntry
            @(Get-PedOSDBEntry /state/n*).Count
            """);
        Assert.Empty(outcome.Errors);
        Assert.Equal(["1", "2", "3", 0], outcome.Output);
    }
}

using System.Management.Automation;
using Xunit;

namespace PedOS.Hosted.Tests;

/// <summary>Two runspaces of one process at the same time.</summary>
public sealed class RunspaceTests(Guest guest) : HostedTest, IClassFixture<Guest>
{
    private const string Install = "Install-PedOSTools Agent -ImagePath $image -Source $package -AllowUnsigned";

    [Fact]
    public void TwoImages_AreInstalledAtOnce()
    {
        using Workbench second = new();
        using Session one = Open();
        using Session two = new Session().With("image", second.Image).With("package", second.Package);
        using RunningScript first = new(one, Install + "; Test-PedOSTools -ImagePath $image -Quiet");
        using RunningScript other = new(two, Install + "; Test-PedOSTools -ImagePath $image -Quiet");
        first.Finish();
        other.Finish();
        Assert.Empty(first.Errors.Concat(other.Errors));
        Assert.Equal((true, true), (first.Output[^1], other.Output[^1]));
        Assert.Equal(Lines(Bench), Lines(second));

        // Times are those of the package's files, which were written one after the other.
        static string[] Lines(Workbench bench) =>
            [.. bench.SnapshotWithoutBooks().Select(static line => line.Split(" 20")[0])];
    }

    [Fact]
    public void OneImage_HasOneInstallerAtATime()
    {
        string whole = Path.Join(Bench.Package, "qubes-rpc/qubes.VMShell");
        byte[] content = File.ReadAllBytes(whole);
        string pipe = Bench.Stick("qubes-rpc/qubes.VMShell", content.Length);
        using Session one = Open();
        using Session two = Open();
        using RunningScript first = new(one, Install);
        using (FileStream feed = new(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0))
        {
            ErrorRecord refusal = Assert.Single(two.Run(Install).Errors);
            Assert.Equal("Busy", refusal.FullyQualifiedErrorId.Split(',')[0]);
            feed.Write(content);
        }

        first.Finish();
        Assert.Empty(first.Errors);
        Assert.Equal([true], two.Run("Test-PedOSTools -ImagePath $image -Quiet").Output);
    }

    [Fact]
    public void Calls_DoNotMixTheirData()
    {
        Assert.NotNull(guest);
        const string Script = "1..8 | ForEach-Object { 1..200 | ForEach-Object { \"$name $_\" } |"
            + " Invoke-QrexecService work test.Echo }";
        using Session one = new Session().With("name", "Ayşe");
        using Session two = new Session().With("name", "田中");
        using RunningScript first = new(one, Script);
        using RunningScript second = new(two, Script);
        first.Finish();
        second.Finish();
        Assert.Equal(Lines("Ayşe"), first.Output);
        Assert.Equal(Lines("田中"), second.Output);

        static IEnumerable<object> Lines(string name) => Enumerable.Range(0, 8).SelectMany(
            _ => Enumerable.Range(1, 200).Select(number => (object)$"{name} {number}"));
    }

    [Fact]
    public void Stop_OfOne_LeavesTheOther()
    {
        using Session one = new();
        using Session two = new();
        using RunningScript first = new(one, "Invoke-QrexecService work test.Hang");
        using RunningScript second = new(two, "Wait-PedOSDBEntry /runspaces");
        RunningScript.WaitUntil(static () => Guest.Programs().Count == 2);
        first.Stop();
        RunningScript.WaitUntil(static () => Guest.Programs().Count == 1);
        Assert.False(second.IsOver);
        _ = guest.Tell("write /runspaces here");
        second.Finish();
        Assert.Single(second.Output);
    }
}

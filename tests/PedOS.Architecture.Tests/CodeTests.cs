using PedOS.Architecture.Tests.Il;
using PedOS.Architecture.Tests.Rules;
using Xunit;

namespace PedOS.Architecture.Tests;

public sealed class CodeTests
{
    private static readonly string[] Platforms = ["PedOS.Agents.Posix", "PedOS.Agents.Windows", "PedOS.Tools.Engine"];

    private static string OwnAssembly => Path.Join(AppContext.BaseDirectory, "PedOS.Architecture.Tests.dll");

    [Fact]
    public void Products_AreAllHere() =>
        Assert.Contains(ProductAssembly.All, static p => p is { Name: "qrexec-agent", IsProgram: true });

    [Fact]
    public void Products_MakeNoBannedCalls() => Findings.AssertNone(ProductAssembly.All.SelectMany(static product =>
    {
        using AssemblyScan scan = product.Open();
        return BannedCallRule.Check(scan, product.IsProgram).ToArray();
    }));

    [Fact]
    public void Protocols_ArePure()
    {
        using AssemblyScan scan = ProductAssembly.All.Single(static p => p.Name == "PedOS.Protocols").Open();

        Findings.AssertNone(PurityRule.Check(scan));
    }

    [Fact]
    public void Products_AreSafe_OutsideThePlatforms() => Findings.AssertNone(ProductAssembly.All
        .Where(static p => !Platforms.Contains(p.Name, StringComparer.Ordinal))
        .SelectMany(static product =>
        {
            using AssemblyScan scan = product.Open();
            return PurityRule.CheckUnsafe(scan).ToArray();
        }));

    [Theory]
    [InlineData("ReadsTheClock calls System.DateTime::get_UtcNow")]
    [InlineData("ReadsTheClock calls System.DateTimeOffset::get_Now")]
    [InlineData("Sleeps calls System.Threading.Thread::Sleep")]
    [InlineData("StartsWork calls System.Threading.Tasks.Task::Run")]
    [InlineData("Waits calls System.Threading.Tasks.Task::Delay")]
    [InlineData("StartsAShell calls System.Diagnostics.ProcessStartInfo::set_UseShellExecute")]
    [InlineData("Exits calls System.Environment::Exit")]
    [InlineData("BannedSamples::FlushesUnchecked calls System.IO.FileStream::Flush")]
    [InlineData("BannedSamples::IsAsyncVoid is async void")]
    public void BannedCalls_AreFound_InTheSamples(string finding)
    {
        using var scan = new AssemblyScan(OwnAssembly);

        Assert.Contains(
            BannedCallRule.Check(scan, isProgram: false),
            found => found.Contains(finding, StringComparison.Ordinal));
    }

    [Fact]
    public void BannedCalls_LeaveGoodSamplesAlone()
    {
        using var scan = new AssemblyScan(OwnAssembly);

        Assert.DoesNotContain(
            BannedCallRule.Check(scan, isProgram: false),
            static found => found.Contains("BannedSamples::Good", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("refers to System.IO.File")]
    [InlineData("refers to System.Threading.Tasks.Task")]
    [InlineData("refers to System.Environment")]
    [InlineData("calls System.DateTime::get_UtcNow")]
    public void Impurity_IsFound_InTheSamples(string finding)
    {
        using var scan = new AssemblyScan(OwnAssembly);

        Assert.Contains(PurityRule.Check(scan), found => found.Contains(finding, StringComparison.Ordinal));
    }

    [Fact]
    public void UnsafeCode_IsFound_WhereItIs()
    {
        using AssemblyScan scan = ProductAssembly.All.Single(static p => p.Name == "PedOS.Agents.Windows").Open();

        Assert.Contains("PedOS.Agents.Windows: allows unsafe code", PurityRule.CheckUnsafe(scan));
    }
}

using System.Diagnostics;
using PedOS.TestKit.Limits;
using Xunit;

namespace PedOS.Wine.Tests;

/// <summary>
/// The MSI with the published programs. Wine shows no rights, does not put files back when an installation fails, and
/// does not tell a package that is removed that it is being updated: the test tells it, as Windows would.
/// </summary>
public sealed class InstallerUnderWineTests : InstallationTest
{
    private const int Timeout = 150_000;

    [PatientFact(Timeout = Timeout)]
    public async Task Installation_ChangesFeatures_RepairsAndLeavesNothing()
    {
        string msi = await Tree.MakeAsync("1.2.3", "one", null, Token);
        IReadOnlyList<string> before = Windows.Files();

        long start = Stopwatch.GetTimestamp();
        await InstallAsync(0, msi, "LOGLEVEL=Debug");
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(30));

        await AssertComponentsAsync("1.2.3", "Shared", "Agent");
        Assert.Contains("Service qrexec-agent: it runs", await SetupAsync("test"), StringComparison.Ordinal);
        Assert.Contains("Debug", await SetupAsync("log-level"), StringComparison.Ordinal);
        Assert.True(File.Exists(Windows.At(
            @"Program Files\WindowsPowerShell\Modules\PedOSTools\1.2.3\PedOSTools.psm1")));

        // It has no account.
        await InstallAsync(Refused, msi, "ADDLOCAL=AutomaticLogon");
        await AssertComponentsAsync("1.2.3", "Shared", "Agent");

        await InstallAsync(0, msi, "REMOVE=Agent");
        await AssertComponentsAsync("1.2.3", "Shared");
        Assert.False(File.Exists(Windows.At(@"Program Files\PedOS Tools\bin\qrexec-agent.exe")));

        await InstallAsync(0, msi, "ADDLOCAL=Agent,DisableUac");
        await AssertComponentsAsync("1.2.3", "Shared", "Agent", "DisableUac");

        string file = Windows.At(@"Program Files\PedOS Tools\qubes-rpc\qubes.WaitForSession");
        string content = await File.ReadAllTextAsync(file, Token);
        await File.WriteAllTextAsync(file, "damaged", Token);
        Assert.Contains("qubes.WaitForSession", await SetupAsync("test"), StringComparison.Ordinal);
        await InstallAsync(0, msi, "REINSTALL=ALL");
        Assert.Equal(content, await File.ReadAllTextAsync(file, Token));
        Assert.DoesNotContain("Fail", await SetupAsync("test"), StringComparison.Ordinal);

        await InstallAsync(0, msi, "REMOVE=ALL");
        Assert.Equal(before, Windows.Files());
        (_, string services) = await Windows.RunAsync(["sc", "query", "qrexec-agent"], Token);
        Assert.DoesNotContain("SERVICE_NAME", services, StringComparison.Ordinal);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Installation_ThatNeedsARestart_SaysSo()
    {
        string msi = await Tree.MakeAsync("1.2.3", "one", null, Token);

        // The accounts of a template are made at its next start.
        await InstallAsync(NeedsRestart, msi, "TEMPLATE=1");

        await AssertComponentsAsync("1.2.3", "Shared", "Agent");
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Update_KeepsComponentsAndSettings_AndTheOlderOneIsRefused()
    {
        string older = await Tree.MakeAsync("1.2.3", "one", null, Token);
        string newer = await Tree.MakeAsync("1.2.4", "two", null, Token);
        await InstallAsync(0, older, "ADDLOCAL=Shared,Agent,DisableUac");
        await SetupAsync("log-level", "Verbose");

        // What Windows does in the middle of an update.
        await InstallAsync(0, older, "REMOVE=ALL", "UPGRADINGPRODUCTCODE={1}");
        Assert.False(File.Exists(Windows.At(@"Program Files\PedOS Tools\bin\setup.exe")));
        await InstallAsync(0, newer);

        await AssertComponentsAsync("1.2.4", "Shared", "Agent", "DisableUac");
        Assert.Contains("Verbose", await SetupAsync("log-level"), StringComparison.Ordinal);
        Assert.Contains("Service qrexec-agent: it runs", await SetupAsync("test"), StringComparison.Ordinal);

        await InstallAsync(Refused, older);
        await AssertComponentsAsync("1.2.4", "Shared", "Agent", "DisableUac");
    }

    [PatientTheory(Timeout = Timeout)]
    [InlineData("its first file", @"PedOS Tools\bin", "*.exe")]
    [InlineData("the journal of setup", "PedOS Setup", "*.journal", Repair)]
    [InlineData("the end of setup", "PedOS Setup", "receipt.json", Repair)]
    public async Task Installation_IsFinished_ByTheNextOne_WhenThePowerWasCutAt(
        string phase, string folder, string file, params string[] properties)
    {
        string msi = await Tree.MakeAsync("1.2.3", "one", null, Token);
        IReadOnlyList<string> before = Windows.Files();
        string path = Windows.At($@"Program Files\{folder}");
        bool isCut = await Windows.CutPowerWhenAsync(
            ["msiexec", "/i", msi, "/qn"],
            () => Directory.Exists(path) && Directory.EnumerateFiles(path, file).Any(),
            Token);
        Assert.True(isCut, $"the installation was over before {phase}");

        await InstallAsync(0, msi, properties);
        await AssertComponentsAsync("1.2.3", "Shared", "Agent");
        Assert.Contains("Service qrexec-agent: it runs", await SetupAsync("test"), StringComparison.Ordinal);

        await InstallAsync(0, msi, "REMOVE=ALL");
        Assert.Equal(before, Windows.Files());
    }

    [PatientFact(Timeout = Timeout)]
    public async Task WhatCannotBe_IsRefused()
    {
        string msi = await Tree.MakeAsync("1.2.3", "one", null, Token);
        string setup = InstallerTree.SetupOf(msi);
        await RunAsync(0, setup, "install", "--allow-unsigned", "--quiet", "--component", "Shared");

        // What setup has installed stays whole.
        await InstallAsync(Refused, msi);
        await RunAsync(0, setup, "test");
        await RunAsync(0, setup, "uninstall", "--installer");
        await RunAsync(0, setup, "test");
        await RunAsync(0, setup, "uninstall");

        string damaged = await Tree.MakeAsync("1.2.3", "one", "bin/qrexec-agent.exe", Token);
        string log = Windows.At(@"msi.log");
        _ = await InstallAsync(Failed, damaged, "/l*v", WinePath.Of(log));
        string said = (await File.ReadAllTextAsync(log, Token)).Replace("\0", "", StringComparison.Ordinal);
        Assert.Contains("qrexec-agent.exe is not what the package's list says", said, StringComparison.Ordinal);
        (_, string services) = await Windows.RunAsync(["sc", "query", "qrexec-agent"], Token);
        Assert.DoesNotContain("SERVICE_NAME", services, StringComparison.Ordinal);
        Assert.False(File.Exists(Windows.At(@"Program Files\PedOS Setup\receipt.json")));
    }

    // Windows puts the files back first. Wine has noted before setup begins that all is installed.
    private const string Repair = "REINSTALL=ALL";

    // A launch condition, and an action that failed; Wine gives the lowest byte.
    private const int Refused = 1603 % 256;
    private const int NeedsRestart = 3010 % 256;
    private const int Failed = 1603 % 256;

    private Task<string> InstallAsync(int code, string msi, params IEnumerable<string> properties) =>
        RunAsync(code, "msiexec", ["/i", msi, "/qn", .. properties]);

    private async Task<string> SetupAsync(params IEnumerable<string> arguments)
    {
        (_, string output) = await Windows.RunAsync([Setup, .. arguments], Token);
        return output;
    }

    private async Task AssertComponentsAsync(string version, params IEnumerable<string> components)
    {
        string status = await SetupAsync("status", "--json");
        Assert.Contains($"\"version\": \"{version}\"", status, StringComparison.Ordinal);
        using var json = System.Text.Json.JsonDocument.Parse(status);
        Assert.Equal(
            components, json.RootElement.GetProperty("components").EnumerateArray().Select(static c => c.GetString()));
    }
}

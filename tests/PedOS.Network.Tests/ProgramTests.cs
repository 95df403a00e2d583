using PedOS.NetworkSetup;
using PedOS.TestKit.Database;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Network.Tests;

/// <summary>The real program, the real database, a scripted dom0 and a real kernel.</summary>
public sealed class ProgramTests : NamespaceTest
{
    [Fact]
    public async Task Program_FollowsDom0_ShowsItAndPutsItBack()
    {
        Assert.SkipUnless(
            File.Exists(Path.Combine(ProgramsPlace.FullPath, "network-setup"))
            && File.Exists(Path.Combine(ProgramsPlace.FullPath, "PedOSdb-daemon")),
            $"the programs are not in {ProgramsPlace.FullPath}; build them first");
        AddAdapter("e0", Mac);
        string before = Everything("e0");
        await using DatabaseUnderTest database = new();
        database.Dom0["/qubes-mac"] = Mac;
        database.Dom0["/qubes-ip"] = "10.137.0.5";
        database.Dom0["/qubes-gateway"] = "10.138.20.1";

        // The service is there first, and waits.
        await using ProgramUnderTest service = Run(database);
        await database.StartAsync(Token);
        await ExpectAsync("e0", "10.137.0.5/32 | 10.138.20.1/32 on the link, 0.0.0.0/0 via 10.138.20.1");
        await database.Dom0.WriteAsync("/qubes-gateway", "10.138.99.1", Token);
        await ExpectAsync("e0", "10.137.0.5/32 | 10.138.99.1/32 on the link, 0.0.0.0/0 via 10.138.99.1");

        await using ProgramUnderTest status = Run(database, "--status", "--json");
        Assert.Equal(0, await status.FinishAsync(Token));
        Assert.Contains("\"canBeRestored\": true", status.Output, StringComparison.Ordinal);
        await using ProgramUnderTest early = Run(database, "--restore");
        Assert.Equal(1, await early.FinishAsync(Token));

        Assert.Equal(0, await service.StopAsync());
        await using ProgramUnderTest restore = Run(database, "--restore");
        Assert.Equal(0, await restore.FinishAsync(Token));
        Assert.Equal(before, Everything("e0"));
        await using ProgramUnderTest differs = Run(database, "--status");
        Assert.Equal(1, await differs.FinishAsync(Token));
        Assert.Contains("missing   add address 10.137.0.5/32", differs.Output, StringComparison.Ordinal);
        await using ProgramUnderTest once = Run(database, "--once");
        Assert.Equal(0, await once.FinishAsync(Token));
        await ExpectAsync("e0", "10.137.0.5/32 | 10.138.99.1/32 on the link, 0.0.0.0/0 via 10.138.99.1");
    }

    [Fact]
    public async Task Program_LooksAgain_OnHangUp_WhichStandsForAWakeUp()
    {
        Assert.SkipUnless(
            File.Exists(Path.Combine(ProgramsPlace.FullPath, "network-setup")),
            $"the programs are not in {ProgramsPlace.FullPath}; build them first");
        AddAdapter("e0", Mac);
        await using DatabaseUnderTest database = new();
        database.Dom0["/qubes-mac"] = Mac;
        database.Dom0["/qubes-ip"] = "10.137.0.5";
        database.Dom0["/qubes-gateway"] = "10.138.20.1";
        await database.StartAsync(Token);
        string logs = database.Directory.MakeDirectory("network-log");
        string settings = database.Directory.PathOf("network.txt");
        await File.WriteAllTextAsync(settings, $"LogDir = {logs}\nLogLevel = 4\n", Token);
        await using ProgramUnderTest service = Run(
            database, new Dictionary<string, string> { ["PEDOS_SETTINGS"] = settings });
        await ExpectAsync("e0", "10.137.0.5/32 | 10.138.20.1/32 on the link, 0.0.0.0/0 via 10.138.20.1");
        int looks = await SettleAsync();
        Assert.True(Signals.Send(service.Id, Signals.HangUp));
        while (CountLooks() == looks)
        {
            await Task.Delay(5, Token);
        }

        Assert.False(service.HasExited);

        async Task<int> SettleAsync()
        {
            int before = -1;
            while (before != CountLooks() || before == 0)
            {
                before = CountLooks();
                await Task.Delay(300, Token);
            }

            return before;
        }

        int CountLooks() => Directory.GetFiles(logs).SelectMany(ReadShared)
            .Count(line => line.Contains(" D e0", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/qubes-ip6", "2001:db8::5", true, "IPv6 is off on e0 (" + Mac + "): 2001:db8::5/128 is left out")]
    [InlineData("/qubes-mtu", "1200", false, "MTU 1200")]
    public async Task Program_SetsIPv4_WhateverIsWithIPv6(string key, string value, bool isOff, string said)
    {
        Assert.SkipUnless(
            File.Exists(Path.Combine(ProgramsPlace.FullPath, "network-setup")),
            $"the programs are not in {ProgramsPlace.FullPath}; build them first");
        AddAdapter("e0", Mac);
        await File.WriteAllTextAsync("/proc/sys/net/ipv6/conf/e0/disable_ipv6", isOff ? "1" : "0", Token);
        await using DatabaseUnderTest database = new();
        database.Dom0["/qubes-mac"] = Mac;
        database.Dom0["/qubes-ip"] = "10.137.0.5";
        database.Dom0["/qubes-gateway"] = "10.138.20.1";
        database.Dom0[key] = value;
        await database.StartAsync(Token);

        await using ProgramUnderTest once = Run(database, "--once");

        Assert.Equal(0, await once.FinishAsync(Token));
        Assert.Contains(said, once.Output + once.Error, StringComparison.Ordinal);
        Assert.Equal("10.137.0.5/32 | 10.138.20.1/32 on the link, 0.0.0.0/0 via 10.138.20.1", Shown("e0"));
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--once", "--restore")]
    [InlineData("--state-dir=")]
    [InlineData("müll")]
    public void TryParse_RefusesWhatMakesNoSense(params string[] arguments)
    {
        Assert.Null(NetworkOptions.TryParse(arguments, new NetworkOptions("a", "b", "c"), out string problem));
        Assert.NotEmpty(problem);
    }

    private static string[] ReadShared(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using StreamReader reader = new(file);
        return reader.ReadToEnd().Split('\n');
    }

    private ProgramUnderTest Run(DatabaseUnderTest database, params string[] arguments) =>
        Run(database, new Dictionary<string, string>(), arguments);

    private ProgramUnderTest Run(
        DatabaseUnderTest database, Dictionary<string, string> environment, params string[] arguments) =>
        ProgramUnderTest.Start(
            new ProgramStart(
                ProgramsPlace.PathOf("network-setup"),
                [
                    .. arguments, $"--state-dir={StatePath}", $"--resolv-conf={ResolverPath}",
                    $"--database={database.Endpoint}",
                ])
            {
                Environment = environment,
            });
}

using System.Globalization;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text.Json;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Limits;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Wine.Tests;

/// <summary>
/// The configuration database and what lives on it, on the pipe that every program knows. One test at a time: the name
/// of the pipe is fixed.
/// </summary>
public sealed class DatabaseUnderWineTests
{
    private const int Timeout = 120_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [PatientFact(Timeout = Timeout)]
    public async Task Daemon_ServesTheCommand_AndExchangesChangesWithDom0()
    {
        await using WineGuest guest = await StartAsync();
        Assert.Equal("büro\n", await RunAsync(guest, "pedosdb", "read", "-r", "/name"));
        Assert.Equal(
            "/qubes-gateway\n/qubes-ip\n/qubes-mac\n", await RunAsync(guest, "pedosdb", "list", "-f", "/qubes-"));

        ProgramUnderTest watch = guest.Run("pedosdb", "watch", "-n", "1", "/vm-config/");
        Task<int> seen = watch.FinishAsync(Token);
        while (!seen.IsCompleted)
        {
            // A change before the watch stands is not seen.
            await guest.Database.WriteAsync("/vm-config/farbe", "grün", Token);
            _ = await Task.WhenAny(seen, Task.Delay(500, Token));
        }

        Assert.Equal(0, await seen);
        Assert.Contains("/vm-config/farbe", watch.Output, StringComparison.Ordinal);

        _ = await RunAsync(guest, "pedosdb", "write", "/qubes-tools/os", "Windows");
        await guest.Database.WaitForAsync("1 /qubes-tools/os=Windows", Token);
        _ = await RunAsync(guest, "pedosdb", "rm", "/qubes-tools/os");
        await guest.Database.WaitForAsync("4 /qubes-tools/os", Token);
        Assert.Empty(guest.Database.Violations);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Daemon_SyncsAgain_AfterDom0WasAway()
    {
        await using WineGuest guest = await StartAsync();
        guest.Database.HangUp();
        guest.Database["/name"] = "ofis İstanbul";
        await guest.Database.WaitForSyncsAsync(2, Token);
        string name;
        do
        {
            name = await RunAsync(guest, "pedosdb", "read", "-r", "/name");
        }
        while (name == "büro\n");
        Assert.Equal("ofis İstanbul\n", name);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task NetworkSetup_ReadsTheMachinesAdaptersAndRoutes()
    {
        await using WineGuest guest = await StartAsync();
        ProgramUnderTest status = guest.Run("network-setup", "--status", "--json");
        Assert.Equal(1, await status.FinishAsync(Token));
        using JsonDocument report = JsonDocument.Parse(status.Output);

        // No adapter has the address that dom0 means, and nothing is changed on this machine.
        Assert.Equal(string.Empty, status.Error);
        foreach (NetworkInterface adapter in NetworkInterface.GetAllNetworkInterfaces())
        {
            byte[] mac = adapter.GetPhysicalAddress().GetAddressBytes();
            if (adapter.NetworkInterfaceType == NetworkInterfaceType.Ethernet && mac.Any(part => part != 0))
            {
                JsonElement seen = report.RootElement.GetProperty("adapters").EnumerateArray()
                    .Single(one => one.GetProperty("name").GetString() == adapter.Name);
                Assert.Equal(
                    string.Join(':', mac.Select(part => part.ToString("x2", CultureInfo.InvariantCulture))),
                    seen.GetProperty("mac").GetString());
                string[] routes = [.. seen.GetProperty("routes").EnumerateArray().Select(route => route.GetString()!)];
                foreach (GatewayIPAddressInformation gateway in adapter.GetIPProperties().GatewayAddresses
                    .Where(gateway => gateway.Address.AddressFamily == AddressFamily.InterNetwork))
                {
                    // Wine tells no routes of IPv6.
                    Assert.Contains($"/0 via {gateway.Address}", string.Join(' ', routes), StringComparison.Ordinal);
                }
            }
        }
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Agent_TellsDom0WhatItIs()
    {
        TaskCompletionSource<ServiceRequest> told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using WineGuest guest = await StartAsync(request =>
        {
            _ = told.TrySetResult(request);
            return PolicyAnswer.Allow(0);
        });
        await guest.StartAsync(Token);
        ServiceRequest request = await told.Task.WaitAsync(Token);
        Assert.Equal(("dom0", "qubes.NotifyTools"), (request.Target, request.Service));
        await guest.Database.WaitForAsync("1 /qubes-tools/os=Windows", Token);
        await guest.Database.WaitForAsync("1 /qubes-tools/qrexec=1", Token);
        Assert.Equal("1", guest.Database["/qubes-tools/gui-emulated"]);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Rpc_AsksForTheTime_AndSaysThatTheSystemRefuses()
    {
        await using WineGuest guest = await StartAsync(request => request.Service != "qubes.GetDate"
            ? PolicyAnswer.Refuse
            : PolicyAnswer.Allow(async (side, token) =>
            {
                _ = await side.WriteAsync("2090-01-01T00:00:00+00:00\n", token);
                return 0;
            }));
        await guest.StartAsync(Token);
        ProgramUnderTest far = guest.Run(
            "pedos-rpc", "sync-clock", "--json", $"--agent-socket={guest.PipeName}");
        Assert.Equal(1, await far.FinishAsync(Token));
        Assert.Contains("\"TooFarForward\"", far.Output, StringComparison.Ordinal);

        // Wine sets no clock; that the answer reaches the system is all that can be seen here.
        ProgramUnderTest forced = guest.Run(
            "pedos-rpc", "sync-clock", "--json", "--force", $"--agent-socket={guest.PipeName}");
        Assert.Equal(1, await forced.FinishAsync(Token));
        Assert.Contains("\"Refused\"", forced.Output, StringComparison.Ordinal);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Rpc_WaitsForTheSystem_AndForASession()
    {
        await using WineGuest guest = await StartAsync();
        Assert.Equal(string.Empty, await RunAsync(guest, "pedos-rpc", "wait-for-running-system", "--timeout=60"));
        ProgramUnderTest wait = guest.Run("pedos-rpc", "wait-for-session", "--timeout=2");
        await wait.Input.WriteAsync("niemand\n"u8.ToArray(), Token);
        Assert.Equal(1, await wait.FinishAsync(Token));
        Assert.Contains("niemand has not logged on within 2 s", wait.Error, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(WineGuest guest, string program, params string[] arguments)
    {
        ProgramUnderTest run = guest.Run(program, arguments);
        int exitCode = await run.FinishAsync(Token);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)}: {exitCode}, {run.Error}");
        return run.Output;
    }

    private static async Task<WineGuest> StartAsync(Func<ServiceRequest, PolicyAnswer>? policy = null)
    {
        WineGuest guest = WineGuest.CreateOrSkip(policy);
        guest.Database["/name"] = "büro";
        guest.Database["/qubes-mac"] = "00:16:3e:5e:6c:00";
        guest.Database["/qubes-ip"] = "10.137.0.5";
        guest.Database["/qubes-gateway"] = "10.138.20.1";
        await guest.StartDatabaseAsync(Token);
        return guest;
    }
}

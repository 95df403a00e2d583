using System.Net;
using PedOS.Agents.Network;
using PedOS.NetworkSetup;
using PedOS.Protocols.Network;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Network.Tests;

/// <summary>What becomes of an adapter whose system answers as Windows does.</summary>
public sealed class ApplierTests : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly MemoryPort _port = new();
    private readonly StateStore _store;
    private readonly NetworkApplier _applier;

    public ApplierTests()
    {
        _store = new StateStore(_directory.PathOf("state"), new LogLines());
        _applier = new NetworkApplier(_port, _store);
    }

    public void Dispose()
    {
        _store.Dispose();
        _port.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Apply_FailsAndUndoes_WhenSomethingIsNotFoundOnAnAdapterThatIsThere()
    {
        AdapterState before = _port.State;
        _port.IsNotFound = change => change.Address is { Prefix.IsV6: true };

        AdapterReport report = Assert.Single(_applier.Apply(Settings()));

        Assert.Equal(AdapterOutcome.Failed, report.Outcome);
        Assert.EndsWith(
            "add address fd00::5/128: Element not found. (error 1168); what had been changed before it was undone",
            report.Text,
            StringComparison.Ordinal);
        Assert.Empty(ChangePlanner.Plan(_port.State, before));
    }

    [Fact]
    public void Apply_SetsIPv4AndSaysSo_WhileIPv6IsOff()
    {
        _port.Others = state => state with { IsV6Off = true, Mtu6 = 0 };
        _port.IsNotFound = change => change is { Address.Prefix.IsV6: true } or { Route.Destination.IsV6: true };

        AdapterReport report = Assert.Single(_applier.Apply(Settings()));

        Assert.Equal(AdapterOutcome.Changed, report.Outcome);
        Assert.Equal(
            $"IPv6 is off on Ethernet 2 ({NamespaceTest.Mac}): fd00::5/128 is left out until it is switched on",
            report.Warning);
        Assert.Equal("10.137.0.5/32", Assert.Single(_port.State.Addresses).Prefix.ToString());
        Assert.Equal(2, _port.State.Routes.Count);

        _port.IsNotFound = static _ => false;
        _port.Others = state => state with { IsV6Off = false, Mtu6 = 1500 };
        report = Assert.Single(_applier.Apply(Settings()));

        Assert.Equal((AdapterOutcome.Changed, string.Empty), (report.Outcome, report.Warning));
        Assert.Equal(2, _port.State.Addresses.Count);
        Assert.Equal(4, _port.State.Routes.Count);
    }

    [Fact]
    public void Apply_DoesNotWarn_WhenIPv6IsOffAndNotWanted()
    {
        _port.Others = state => state with { IsV6Off = true, Mtu6 = 0 };

        AdapterReport report = Assert.Single(_applier.Apply(
            new NetworkSettings([.. Settings().Adapters.Select(a => a.WithoutV6())])));

        Assert.Equal((AdapterOutcome.Changed, string.Empty), (report.Outcome, report.Warning));
    }

    [Fact]
    public void Apply_WaitsForTheAdapter_WhenItWentAwayWhileItWasSet()
    {
        _port.IsNotFound = change => change.Address is { Prefix.IsV6: true };
        _port.IsUnplugged = true;

        AdapterReport report = Assert.Single(_applier.Apply(Settings()));

        Assert.Equal(AdapterOutcome.Absent, report.Outcome);
        Assert.Contains("went away", report.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Restore_FailsAndKeepsWhatItKnows_WhenSomethingIsNotFoundOnAnAdapterThatIsThere()
    {
        Assert.Equal(AdapterOutcome.Changed, Assert.Single(_applier.Apply(Settings())).Outcome);
        _port.IsNotFound = change => change.Kind == ChangeKind.Dns;

        Assert.Equal(AdapterOutcome.Failed, Assert.Single(_applier.Restore()).Outcome);
        _ = Assert.Single(_store.Adapters);
        Assert.Equal(AdapterOutcome.InOrder, Assert.Single(_applier.Apply(Settings())).Outcome);
    }

    private static NetworkSettings Settings() => new(
        [
            new AdapterSettings(MacAddress.TryParse(NamespaceTest.Mac)!.Value, IsMain: true)
            {
                Addresses = [NetworkPrefix.Parse("10.137.0.5/32"), NetworkPrefix.Parse("fd00::5/128")],
                Gateways = [IPAddress.Parse("10.138.20.1"), IPAddress.Parse("fd00::1")],
                DnsServers = [IPAddress.Parse("10.139.1.1")],
            },
        ]);
}

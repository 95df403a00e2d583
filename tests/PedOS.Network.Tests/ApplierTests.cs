using System.Net;
using System.Net.Sockets;
using PedOS.Agents.Network;
using PedOS.Agents.Posix.Native;
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
        _store = new StateStore(_directory.PathOf("state"), new LogLines(), PosixFlush.Try);
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
        _port.IsNotFound = change => change.Address is { Prefix.IsV6: false };

        AdapterReport report = Assert.Single(_applier.Apply(Settings(AddressFamily.InterNetwork)));

        Assert.Equal(AdapterOutcome.Failed, report.Outcome);
        Assert.EndsWith(
            "add address 10.137.0.5/32: Element not found. (error 1168); what had been changed before it was undone",
            report.Text,
            StringComparison.Ordinal);
        Assert.Empty(ChangePlanner.Plan(_port.State, before));
    }

    [Theory]
    [InlineData(true, "add address fd00::5/128", "10.137.0.5/32", "10.138.20.1")]
    [InlineData(false, "add address 10.137.0.5/32", "fd00::5/128", "fd00::1")]
    public void Apply_SetsTheOtherFamily_WhenAnAddressOfOneIsRefused(
        bool isV6, string refused, string address, string gateway)
    {
        _port.IsNotFound = change => change.Address is { } a && a.Prefix.IsV6 == isV6;

        AdapterReport report = Assert.Single(_applier.Apply(Settings()));

        string other = isV6 ? "IPv4" : "IPv6";
        Assert.Equal(AdapterOutcome.Failed, report.Outcome);
        Assert.EndsWith(
            $"{refused}: Element not found. (error 1168); what had been changed before it was undone; "
            + $"{other} is set without it",
            report.Text,
            StringComparison.Ordinal);
        Assert.Equal(address, Assert.Single(_port.State.Addresses).Prefix.ToString());
        Assert.Equal(gateway, _port.State.Routes.Single(r => r.IsDefault).Gateway?.ToString());
        Assert.Equal(!isV6, _port.State.HasDhcp);

        // Tried again and again, what is set stays.
        _port.Changes.Clear();
        report = Assert.Single(_applier.Apply(Settings()));
        Assert.Equal(AdapterOutcome.Failed, report.Outcome);
        Assert.EndsWith($"; {other} is set without it", report.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(_port.Changes, c => c.Contains(address, StringComparison.Ordinal));

        _port.IsNotFound = static _ => false;
        Assert.Equal(AdapterOutcome.Changed, Assert.Single(_applier.Apply(Settings())).Outcome);
        Assert.Equal(2, _port.State.Addresses.Count);
    }

    [Theory]
    [InlineData("::/0")]
    [InlineData("fd00::1/128")]
    public void Apply_SetsIPv4_WhenARouteOfIPv6IsRefused(string route)
    {
        _port.IsNotFound = change => change.Route?.Destination.ToString() == route;

        Assert.Equal(AdapterOutcome.Failed, Assert.Single(_applier.Apply(Settings())).Outcome);
        Assert.Equal("10.137.0.5/32", Assert.Single(_port.State.Addresses).Prefix.ToString());
        Assert.Equal(2, _port.State.Routes.Count);
        Assert.Equal("10.139.1.1", Assert.Single(_port.State.Dns.Servers).ToString());
    }

    [Fact]
    public void Apply_SetsIPv4WithItsServers_WhenThoseOfIPv6AreRefused()
    {
        _port.Others = state => state with { Dns = new DnsState([], IsByFamily: true) };
        _port.Refusal = change => change.Dns?.Servers.Any(s => s.AddressFamily == AddressFamily.InterNetworkV6) == true
            ? AddressFamily.InterNetworkV6
            : null;

        NetworkSettings settings = Settings();
        AdapterSettings adapter = settings.Adapters[0] with
        {
            DnsServers = [IPAddress.Parse("10.139.1.1"), IPAddress.Parse("fd00::53")],
        };
        AdapterReport report = Assert.Single(_applier.Apply(settings with { Adapters = [adapter] }));

        Assert.Equal(AdapterOutcome.Failed, report.Outcome);
        Assert.EndsWith("; IPv4 is set without it", report.Text, StringComparison.Ordinal);
        Assert.Equal("10.137.0.5/32", Assert.Single(_port.State.Addresses).Prefix.ToString());
        Assert.Equal("10.139.1.1", Assert.Single(_port.State.Dns.Servers).ToString());
    }

    [Fact]
    public void Apply_SetsIPv6AndSaysSo_WhileIPv4IsOff()
    {
        _port.Others = state => state with { IsV4Off = true, Mtu = 0, HasDhcp = false };
        _port.IsNotFound = change => change is { Address.Prefix.IsV6: false } or { Route.Destination.IsV6: false };

        AdapterReport report = Assert.Single(_applier.Apply(Settings()));

        Assert.Equal(AdapterOutcome.Changed, report.Outcome);
        Assert.Equal(
            $"IPv4 is off on Ethernet 2 ({NamespaceTest.Mac}): 10.137.0.5/32 is left out until it is switched on",
            report.Warning);
        Assert.Equal("fd00::5/128", Assert.Single(_port.State.Addresses).Prefix.ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Apply_RemovesALease_ThatStaysWhenDhcpIsSwitchedOff(bool isTheAddressThatIsWanted)
    {
        string leased = isTheAddressThatIsWanted ? "10.137.0.5/24" : "192.168.122.77/24";
        _port.LeaseStays = true;
        _port.Others = state => state with
        {
            LeasedAddresses = [new(NetworkPrefix.Parse(leased))],
            LeasedRoutes = [new(NetworkPrefix.All(v6: false), IPAddress.Parse("192.168.122.1"))],
        };

        AdapterReport report = Assert.Single(_applier.Apply(Settings(AddressFamily.InterNetwork)));

        Assert.Equal(AdapterOutcome.Changed, report.Outcome);
        Assert.Contains($"remove address {leased}", report.Text, StringComparison.Ordinal);
        Assert.Empty(_port.State.LeasedAddresses);
        Assert.Empty(_port.State.LeasedRoutes);
        Assert.Equal("10.137.0.5/32", Assert.Single(_port.State.Addresses).Prefix.ToString());
        Assert.Equal("10.138.20.1", _port.State.Routes.Single(r => r.IsDefault).Gateway?.ToString());
    }

    [Fact]
    public void Apply_DoesNotSayThatAllIsInOrder_WhileThereIsALease()
    {
        Assert.Equal(AdapterOutcome.Changed, Assert.Single(_applier.Apply(Settings())).Outcome);
        _port.Others = state => state with { LeasedAddresses = [new(NetworkPrefix.Parse("192.168.122.77/24"))] };
        _port.IsNotFound = change => change.Kind == ChangeKind.RemoveAddress;

        AdapterReport report = Assert.Single(_applier.Apply(Settings()));

        Assert.Equal(AdapterOutcome.Failed, report.Outcome);
        Assert.Contains("remove address 192.168.122.77/24", report.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Restore_PutsBackIPv4_WhileIPv6IsOff_AndKeepsTheRest()
    {
        AddressEntry[] before =
        [
            new(NetworkPrefix.Parse("192.168.7.2/24")), new(NetworkPrefix.Parse("2001:db8::2/64")),
        ];
        _port.Others = state => state with { Addresses = before };
        Assert.Equal(AdapterOutcome.Changed, Assert.Single(_applier.Apply(Settings())).Outcome);
        _port.Others = state => state with { IsV6Off = true, Addresses = [.. state.Addresses.Take(1)] };
        _port.IsNotFound = change => change is { Address.Prefix.IsV6: true };

        AdapterReport report = Assert.Single(_applier.Restore());

        Assert.Equal(AdapterOutcome.Changed, report.Outcome);
        Assert.Contains("2001:db8::2/64 is left out until it is switched on", report.Warning, StringComparison.Ordinal);
        Assert.Equal("192.168.7.2/24", Assert.Single(_port.State.Addresses).Prefix.ToString());
        _ = Assert.Single(_store.Adapters);

        _port.Others = state => state with { IsV6Off = false };
        _port.IsNotFound = static _ => false;
        Assert.Equal(string.Empty, Assert.Single(_applier.Restore()).Warning);
        Assert.Equal(before, _port.State.Addresses);
        Assert.Empty(_store.Adapters);
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

        AdapterReport report = Assert.Single(_applier.Apply(Settings(AddressFamily.InterNetwork)));

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

    private static NetworkSettings Settings(AddressFamily family) =>
        new([.. Settings().Adapters.Select(a => a.Only(family))]);

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

using System.Net;
using System.Net.Sockets;
using PedOS.Agents.Network;
using PedOS.Protocols.Network;
using Xunit;

namespace PedOS.Agents.Tests.Network;

public sealed class ChangePlannerTests
{
    private static readonly AdapterState Empty = new() { Mtu = 1500, IsUp = false, HasDhcp = true };

    [Fact]
    public void Plan_MakesEverything_InTheOrderInWhichItCanBeMade()
    {
        AdapterState wanted = Want(Settings("10.137.0.5/32", "10.138.20.1"), Empty);

        Assert.Equal(
            [
                "stop using DHCP", "switch on", "add address 10.137.0.5/32", "add route 10.138.20.1/32 on the link",
                "add route 0.0.0.0/0 via 10.138.20.1", "DNS 10.139.1.1",
            ],
            ChangePlanner.Plan(Empty, wanted).Select(c => c.ToString()));
    }

    [Fact]
    public void Plan_HasNothingToDo_WhenAllIsAsItShallBe()
    {
        AdapterSettings settings = Settings("10.137.0.5/32", "10.138.20.1", "fd00::5/128", "fd00::1");
        AdapterState state = Want(settings, Empty);

        Assert.Empty(ChangePlanner.Plan(state, Want(settings, state)));
    }

    [Fact]
    public void Plan_ChangesTheGatewayAlone()
    {
        AdapterSettings old = Settings("10.137.0.5/32", "10.138.20.1");
        AdapterState current = Want(old, Empty);
        AdapterState wanted = Want(Settings("10.137.0.5/32", "10.138.99.1"), current, WantedState.Routes(old, 0));

        Assert.Equal(
            [
                "remove route 0.0.0.0/0 via 10.138.20.1", "remove route 10.138.20.1/32 on the link",
                "add route 10.138.99.1/32 on the link", "add route 0.0.0.0/0 via 10.138.99.1",
            ],
            ChangePlanner.Plan(current, wanted).Select(c => c.ToString()));
    }

    [Theory]
    [InlineData("10.137.0.5/24", "10.137.0.1")]
    [InlineData("fd00::5/128", "fe80::1")]
    public void Routes_NeedNoneToAGatewayOnTheLink(string address, string gateway) =>
        Assert.Equal(gateway, Assert.Single(WantedState.Routes(Settings(address, gateway), 0)).Gateway?.ToString());

    [Fact]
    public void Routes_OfFurtherAdaptersComeLater() => Assert.All(
        WantedState.Routes(Settings("10.137.0.5/32", "10.138.20.1"), 2),
        route => Assert.Equal(WantedState.SecondMetric + 1, route.Metric));

    [Fact]
    public void For_KeepsRoutesThatAreNotOurs_AndNoOtherWayOut()
    {
        RouteEntry foreign = new(NetworkPrefix.Parse("192.0.2.7/32"), IPAddress.Parse("10.138.20.1"), 5, "native");
        RouteEntry other = new(NetworkPrefix.All(v6: false), IPAddress.Parse("10.138.20.9"), 100, "native");
        AdapterState current = Empty with { Routes = [foreign, other] };

        AdapterState wanted = Want(Settings("10.137.0.5/32", "10.138.20.1"), current);

        Assert.Contains(foreign, wanted.Routes);
        Assert.DoesNotContain(other, wanted.Routes);
    }

    [Fact]
    public void For_LeavesTheServersAlone_WhenTheAdapterIsNotTheMainOne()
    {
        AdapterState current = Empty with { Dns = new DnsState([IPAddress.Parse("192.0.2.1")], "native") };
        AdapterState wanted = Want(Settings("10.137.0.5/32", "10.138.20.1") with { IsMain = false }, current);

        Assert.DoesNotContain(ChangePlanner.Plan(current, wanted), c => c.Kind == ChangeKind.Dns);
    }

    [Theory]
    [InlineData(true, "192.0.2.1 fd09::1", "fd09::1 192.0.2.1", true)]
    [InlineData(false, "192.0.2.1 fd09::1", "fd09::1 192.0.2.1", false)]
    [InlineData(false, "fd09::1 192.0.2.1", "fd09::1 192.0.2.1", true)]
    [InlineData(true, "192.0.2.1 192.0.2.2 fd09::1", "fd09::1 192.0.2.2 192.0.2.1", false)]
    [InlineData(true, "192.0.2.1", "fd09::1 192.0.2.1", false)]
    public void Plan_SetsNoServers_WhereOnlyTheOrderOfFamiliesDiffers_WhichTheSystemDoesNotKeep(
        bool isByFamily, string current, string wanted, bool isSame)
    {
        AdapterState now = Empty with { Dns = new DnsState(Servers(current), "native", isByFamily) };

        Assert.Equal(isSame, ChangePlanner.Plan(now, now with { Dns = new DnsState(Servers(wanted)) }).Count == 0);
    }

    [Fact]
    public void For_GoesBackToTheFormerMtu_WhenNoneIsWanted()
    {
        AdapterState current = Want(Settings("10.137.0.5/32", "10.138.20.1") with { Mtu = 1400 }, Empty);
        AdapterState wanted = Want(Settings("10.137.0.5/32", "10.138.20.1"), current);

        Assert.Equal(["MTU 1500"], ChangePlanner.Plan(current, wanted).Select(c => c.ToString()));
    }

    [Theory]
    [InlineData(1500, 0, 1500, 1500)]
    [InlineData(1500, 1500, 1500, 0)]
    [InlineData(0, 1500, 1500, 1500)]
    [InlineData(1500, 1500, 0, 1500)]
    public void Plan_LeavesAnMtuThatIsNotKnown(int mtu, int mtu6, int wantedMtu, int wantedMtu6) => Assert.Empty(
        ChangePlanner.Plan(
            new AdapterState { Mtu = mtu, Mtu6 = mtu6 }, new AdapterState { Mtu = wantedMtu, Mtu6 = wantedMtu6 }));

    [Fact]
    public void For_LeavesTheMtu_OfAFamilyThatCameAfterTheFirstChange()
    {
        AdapterState before = Empty with { Mtu6 = 0 };
        AdapterState current = Want(Settings("10.137.0.5/32", "10.138.20.1"), Empty) with { Mtu6 = 1500 };
        AdapterSettings settings = Settings("10.137.0.5/32", "10.138.20.1");

        Assert.Empty(ChangePlanner.Plan(current, WantedState.For(settings, 0, current, before, [])));
    }

    [Fact]
    public void For_SetsTheMtuOfBothFamilies()
    {
        AdapterState current = Want(Settings("10.137.0.5/32", "10.138.20.1"), Empty) with { Mtu6 = 1500 };
        AdapterState wanted = Want(Settings("10.137.0.5/32", "10.138.20.1") with { Mtu = 1400 }, current);

        Assert.Equal(
            ["MTU 1400", "MTU 1400 of IPv6"], ChangePlanner.Plan(current, wanted).Select(c => c.ToString()));
    }

    [Fact]
    public void For_LeavesTheMtuOfIPv6_WhenTheWantedOneIsTooSmallForIt()
    {
        AdapterState current = Want(Settings("10.137.0.5/32", "10.138.20.1"), Empty) with { Mtu6 = 1500 };
        AdapterSettings settings = Settings("10.137.0.5/32", "10.138.20.1") with { Mtu = 1200 };
        AdapterState wanted = WantedState.For(settings, 0, current, current, []);

        Assert.Equal(["MTU 1200"], ChangePlanner.Plan(current, wanted).Select(c => c.ToString()));
    }

    [Theory]
    [InlineData(false, true, "fd00::5/128", "fd00::1")]
    [InlineData(true, false, "10.137.0.5/32", "10.138.20.1")]
    public void For_LeavesOutAFamilyThatIsOff(bool isV6Off, bool isV4Off, string address, string gateway)
    {
        AdapterState current = Empty with { IsV4Off = isV4Off, IsV6Off = isV6Off, HasDhcp = !isV4Off };
        AdapterSettings settings = Settings("10.137.0.5/32", "10.138.20.1", "fd00::5/128", "fd00::1") with
        {
            DnsServers = [IPAddress.Parse("10.139.1.1"), IPAddress.Parse("fd00::53")],
        };
        AdapterState wanted = Want(settings, current);

        Assert.Equal([address], wanted.Addresses.Select(a => a.Prefix.ToString()));
        Assert.Equal(gateway, wanted.Routes.Single(r => r.IsDefault).Gateway?.ToString());
        Assert.All(wanted.Routes, r => Assert.Equal(isV4Off, r.Destination.IsV6));
        Assert.Equal(isV4Off ? "fd00::53" : "10.139.1.1", Assert.Single(wanted.Dns.Servers).ToString());
    }

    [Fact]
    public void PossibleOn_LeavesDhcpAlone_WhereThereIsNoIPv4()
    {
        AdapterState before = Empty with { Addresses = [new(NetworkPrefix.Parse("2001:db8::5/64"))] };
        AdapterState current = Empty with { IsV4Off = true, HasDhcp = false, IsUp = false };

        Assert.Equal(
            ["add address 2001:db8::5/64"],
            ChangePlanner.Plan(current, before.PossibleOn(current)).Select(c => c.ToString()));
    }

    [Fact]
    public void Plan_RemovesWhatALeaseLeft_ThoughItIsWhatIsWanted()
    {
        AdapterState current = Want(Settings("10.137.0.5/32", "10.138.20.1"), Empty) with
        {
            Addresses = [],
            LeasedAddresses = [new(NetworkPrefix.Parse("10.137.0.5/24"))],
            LeasedRoutes = [new(NetworkPrefix.All(v6: false), IPAddress.Parse("10.137.0.1"))],
        };

        Assert.Equal(
            ["remove route 0.0.0.0/0 via 10.137.0.1", "remove address 10.137.0.5/24", "add address 10.137.0.5/32"],
            ChangePlanner.Plan(current, Want(Settings("10.137.0.5/32", "10.138.20.1"), current))
                .Select(c => c.ToString()));
    }

    [Fact]
    public void Plan_LeavesALeaseAlone_WhileDhcpIsWanted()
    {
        AdapterState current = Empty with { LeasedAddresses = [new(NetworkPrefix.Parse("10.137.0.5/24"))] };

        Assert.Empty(ChangePlanner.Plan(current, Empty));
    }

    [Theory]
    [InlineData(AddressFamily.InterNetwork, "10.137.0.5/32, 2001:db8::2/64", "10.139.1.1, 2001:db8::53", 1400, 1500)]
    [InlineData(AddressFamily.InterNetworkV6, "192.168.7.2/24, fd00::5/128", "192.0.2.53, fd00::53", 1500, 1400)]
    public void Only_ChangesOneFamily(AddressFamily family, string addresses, string servers, int mtu, int mtu6)
    {
        AdapterState current = Empty with
        {
            Addresses = [new(NetworkPrefix.Parse("192.168.7.2/24")), new(NetworkPrefix.Parse("2001:db8::2/64"))],
            Dns = new DnsState(Servers("192.0.2.53 2001:db8::53"), "native", IsByFamily: true),
            Mtu6 = 1500,
        };
        AdapterState wanted = Want(
            Settings("10.137.0.5/32", "10.138.20.1", "fd00::5/128", "fd00::1") with
            {
                DnsServers = Servers("10.139.1.1 fd00::53"),
                Mtu = 1400,
            },
            current);

        AdapterState only = wanted.Only(family, current);

        Assert.Equal(addresses, string.Join(", ", only.Addresses.Select(a => $"{a.Prefix}").Order()));
        Assert.Equal(servers, string.Join(", ", only.Dns.Servers.OrderBy(s => s.AddressFamily)));
        Assert.Equal((mtu, mtu6), (only.Mtu, only.Mtu6));
        Assert.All(only.Routes, r => Assert.Equal(family, r.Destination.Address.AddressFamily));
        Assert.Equal(family == AddressFamily.InterNetworkV6, only.HasDhcp);
    }

    [Fact]
    public void Plan_ReplacesWhatDiffersOnlyInWhatTheSystemAloneKnows()
    {
        AdapterState saved = Empty with { Addresses = [new(NetworkPrefix.Parse("10.1.1.1/24"), "a")] };
        AdapterState current = Empty with { Addresses = [new(NetworkPrefix.Parse("10.1.1.1/24"), "b")] };

        Assert.Equal(
            [ChangeKind.RemoveAddress, ChangeKind.AddAddress],
            ChangePlanner.Plan(current, saved).Select(c => c.Kind));
    }

    [Fact]
    public void Plan_SwitchesOff_BetweenWhatGoesAndWhatComes()
    {
        AdapterState saved = Empty with { Addresses = [new(NetworkPrefix.Parse("10.1.1.1/24"), "a")] };
        AdapterState current = Want(Settings("10.137.0.5/32", "10.138.20.1"), Empty);

        Assert.Equal(
            [
                ChangeKind.Dhcp, ChangeKind.RemoveRoute, ChangeKind.RemoveRoute, ChangeKind.RemoveAddress,
                ChangeKind.Up, ChangeKind.AddAddress, ChangeKind.Dns,
            ],
            ChangePlanner.Plan(current, saved).Select(c => c.Kind));
    }

    private static AdapterState Want(
        AdapterSettings settings, AdapterState current, IReadOnlyList<RouteEntry>? ours = null) =>
        WantedState.For(settings, 0, current, Empty, ours ?? []);

    private static IPAddress[] Servers(string servers) => [.. servers.Split(' ').Select(IPAddress.Parse)];

    private static AdapterSettings Settings(params string[] addressesAndGateways) =>
        new(MacAddress.TryParse("00:16:3e:5e:6c:00")!.Value, IsMain: true)
        {
            Addresses = [.. addressesAndGateways.Where(t => t.Contains('/')).Select(NetworkPrefix.Parse)],
            Gateways = [.. addressesAndGateways.Where(t => !t.Contains('/')).Select(IPAddress.Parse)],
            DnsServers = [IPAddress.Parse("10.139.1.1")],
        };
}

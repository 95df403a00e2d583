using PedOS.Agents.Network;
using PedOS.Agents.Windows.Interop;
using PedOS.Agents.Windows.Network;
using PedOS.Protocols.Network;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Network;

/// <summary>Rows as Windows gives them; Wine has no leases of its own.</summary>
public sealed class RowTests
{
    private static readonly NetworkAdapter Adapter =
        new(7, "Ethernet 2", MacAddress.TryParse("00:16:3e:5e:6c:00")!.Value);

    // Origins: other, manual, well known (a link-local address), DHCP, router; then the DHCP of IPv6, and another
    // adapter.
    private static readonly Iphlpapi.MibUnicastIpAddressRow[] Addresses =
    [
        Address("192.0.2.1/24", 0), Address("10.137.0.5/32", 1), Address("169.254.7.7/16", 2),
        Address("192.168.122.77/24", 3), Address("2001:db8::7/64", 4), Address("2001:db8::8/128", 3),
        Address("192.168.122.78/24", 3, adapter: 8),
    ];

    // Origins: manual, well known, DHCP, router; then the DHCP of IPv6, the system's own route, and another adapter.
    private static readonly Iphlpapi.MibIpForwardRow2[] Routes =
    [
        Route("0.0.0.0/0", 0), Route("192.0.2.0/24", 1), Route("198.51.100.0/24", 2), Route("2001:db8::/64", 3),
        Route("2001:db8:1::/64", 2), Route("203.0.113.0/24", 2, protocol: 2), Route("203.0.113.0/24", 2, adapter: 8),
    ];

    [Fact]
    public void Addresses_AreThoseThatSomebodySet_AndThoseThatDhcpGave()
    {
        Assert.Equal(["192.0.2.1/24", "10.137.0.5/32"], Shown(AddressRows.Set(Addresses, Adapter)));
        Assert.Equal(["192.168.122.77/24"], Shown(AddressRows.Leased(Addresses, Adapter)));
    }

    [Fact]
    public void Routes_AreThoseThatSomebodySet_AndThoseThatDhcpGave()
    {
        Assert.Equal(["0.0.0.0/0"], Shown(RouteRows.Read(Routes, Adapter, Iphlpapi.NlroManual)));
        Assert.Equal(["198.51.100.0/24"], Shown(RouteRows.Read(Routes, Adapter, Iphlpapi.NlroDHCP)));
    }

    [Theory]
    [InlineData("10.137.0.5/32")]
    [InlineData("2001:db8::5/128")]
    public void Fill_MakesAnAddressThatCanBeUsedAtOnce(string address)
    {
        // As InitializeUnicastIpAddressEntry leaves it: tentative, so that Windows asks around for seconds.
        Iphlpapi.MibUnicastIpAddressRow row = new() { DadState = 1 };
        AddressRows.Fill(ref row, Adapter, new AddressEntry(NetworkPrefix.Parse(address)));

        Assert.Equal(4, row.DadState);
        Assert.Equal(7ul, row.InterfaceLuid);
        Assert.Equal([address], Shown(AddressRows.Set([row], Adapter)));
    }

    private static IEnumerable<string> Shown(IEnumerable<AddressEntry> entries) => entries.Select(e => $"{e.Prefix}");

    private static IEnumerable<string> Shown(IEnumerable<RouteEntry> entries) =>
        entries.Select(e => e.Destination.ToString());

    private static Iphlpapi.MibUnicastIpAddressRow Address(string prefix, int origin, ulong adapter = 7) => new()
    {
        Address = SocketAddress.Write(NetworkPrefix.Parse(prefix).Address),
        OnLinkPrefixLength = (byte)NetworkPrefix.Parse(prefix).Length,
        InterfaceLuid = adapter,
        PrefixOrigin = origin,
    };

    private static Iphlpapi.MibIpForwardRow2 Route(string prefix, int origin, ulong adapter = 7, int protocol = 3) =>
        new()
        {
            Destination = SocketAddress.Write(NetworkPrefix.Parse(prefix).Address),
            DestinationLength = (byte)NetworkPrefix.Parse(prefix).Length,
            NextHop = SocketAddress.Write(NetworkPrefix.Parse("192.0.2.1/32").Address),
            InterfaceLuid = adapter,
            Protocol = protocol,
            Origin = origin,
        };
}

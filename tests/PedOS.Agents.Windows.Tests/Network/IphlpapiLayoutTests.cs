using PedOS.Agents.Windows.Interop;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Network;

/// <summary>Offsets and sizes as a C compiler for 64-bit Windows gives them.</summary>
public sealed unsafe class IphlpapiLayoutTests
{
    [Fact]
    public void SockaddrInet_HasTheLayoutOfTheSystem()
    {
        Iphlpapi.SockaddrInet row;
        Assert.Equal(28, sizeof(Iphlpapi.SockaddrInet));
        Assert.Equal([0, 4, 8, 24], Offsets(&row, &row.Family, row.V4, row.V6, &row.ScopeId));
    }

    [Fact]
    public void MibUnicastIpAddressRow_HasTheLayoutOfTheSystem()
    {
        Iphlpapi.MibUnicastIpAddressRow row;
        Assert.Equal(80, sizeof(Iphlpapi.MibUnicastIpAddressRow));
        Assert.Equal(
            [0, 32, 44, 60],
            Offsets(&row, &row.Address, &row.InterfaceLuid, &row.PrefixOrigin, &row.OnLinkPrefixLength));
        Assert.Equal(64, Offset(&row, &row.DadState));
    }

    [Fact]
    public void MibIpForwardRow2_HasTheLayoutOfTheSystem()
    {
        Iphlpapi.MibIpForwardRow2 row;
        Assert.Equal(104, sizeof(Iphlpapi.MibIpForwardRow2));
        Assert.Equal(
            [0, 12, 40, 44],
            Offsets(&row, &row.InterfaceLuid, &row.Destination, &row.DestinationLength, &row.NextHop));
        Assert.Equal([84, 88, 100], Offsets(&row, &row.Metric, &row.Protocol, &row.Origin));
    }

    [Fact]
    public void MibIpInterfaceRow_HasTheLayoutOfTheSystem()
    {
        Iphlpapi.MibIpInterfaceRow row;
        Assert.Equal(168, sizeof(Iphlpapi.MibIpInterfaceRow));
        Assert.Equal(
            [0, 8, 144, 152], Offsets(&row, &row.Family, &row.InterfaceLuid, &row.SitePrefixLength, &row.NlMtu));
    }

    [Fact]
    public void IpAdapterAddresses_HasTheLayoutOfTheSystem()
    {
        Iphlpapi.IpAdapterAddresses row;
        Assert.Equal(
            [8, 16, 72, 80], Offsets(&row, &row.Next, &row.AdapterName, &row.FriendlyName, row.PhysicalAddress));
        Assert.Equal([88, 100, 224], Offsets(&row, &row.PhysicalAddressLength, &row.IfType, &row.Luid));
    }

    private static long[] Offsets(void* row, void* first, void* second, void* third, void* fourth = null) =>
        fourth is null
            ? [Offset(row, first), Offset(row, second), Offset(row, third)]
            : [Offset(row, first), Offset(row, second), Offset(row, third), Offset(row, fourth)];

    private static long Offset(void* row, void* field) => (byte*)field - (byte*)row;
}

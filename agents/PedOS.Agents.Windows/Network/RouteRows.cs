using System.Net;
using PedOS.Agents.Network;
using PedOS.Agents.Windows.Interop;
using PedOS.Protocols.Network;

namespace PedOS.Agents.Windows.Network;

/// <summary>Routes from the system's rows.</summary>
internal static class RouteRows
{
    /// <summary>The routes of an adapter that are there for one reason; of DHCP those of IPv4.</summary>
    /// <param name="rows">The system's.</param>
    /// <param name="adapter">The adapter.</param>
    /// <param name="origin">NlroManual or NlroDHCP.</param>
    public static List<RouteEntry> Read(
        ReadOnlySpan<Iphlpapi.MibIpForwardRow2> rows, NetworkAdapter adapter, int origin)
    {
        List<RouteEntry> found = [];
        foreach (ref readonly Iphlpapi.MibIpForwardRow2 row in rows)
        {
            if (row.InterfaceLuid != (ulong)adapter.Id
                || row.Protocol == Iphlpapi.MIB_IPPROTO_LOCAL
                || row.Origin != origin
                || (origin == Iphlpapi.NlroDHCP && row.Destination.Family != Iphlpapi.AF_INET))
            {
                continue;
            }

            IPAddress next = SocketAddress.Read(row.NextHop);
            bool isOnLink = next.Equals(IPAddress.Any) || next.Equals(IPAddress.IPv6Any);
            NetworkPrefix goal = new(SocketAddress.Read(row.Destination), row.DestinationLength);
            found.Add(new RouteEntry(goal, isOnLink ? null : next, row.Metric));
        }

        return found;
    }
}

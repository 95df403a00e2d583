using System.Net;
using PedOS.Agents.Network;
using PedOS.Agents.Posix.Native;
using PedOS.Protocols.Network;

namespace PedOS.Agents.Posix.Network;

/// <summary>A route between the kernel's form and ours.</summary>
internal static class NetlinkRoute
{
    /// <summary>
    /// Reads a route of the main table that somebody has set; null for what the kernel or a router gave, and other
    /// adapters'.
    /// </summary>
    public static RouteEntry? TryRead(NetlinkMessage message, NetworkAdapter adapter)
    {
        byte[] body = message.Body;
        (byte table, byte protocol, byte type) = (body[4], body[5], body[7]);
        if (message.FindNumber(Rtnetlink.RTA_OIF) != adapter.Id
            || table != Rtnetlink.RT_TABLE_MAIN
            || type != Rtnetlink.RTN_UNICAST
            || (message.NumberAt(8) & Rtnetlink.RTM_F_CLONED) != 0
            || protocol is Rtnetlink.RTPROT_KERNEL or Rtnetlink.RTPROT_RA or Rtnetlink.RTPROT_REDIRECT)
        {
            return null;
        }

        bool v6 = body[0] == Rtnetlink.AF_INET6;
        NetworkPrefix goal = message.Find(Rtnetlink.RTA_DST) is { } bytes
            ? new NetworkPrefix(new IPAddress(bytes), body[1])
            : NetworkPrefix.All(v6);
        IPAddress? gateway = message.Find(Rtnetlink.RTA_GATEWAY) is { } router ? new IPAddress(router) : null;
        NetlinkMessage native = new(Rtnetlink.RTM_NEWROUTE, [.. body]);
        _ = native.Set(8, message.NumberAt(8) & Rtnetlink.RTNH_F_ONLINK);
        foreach ((ushort attribute, byte[] value) in message.Attributes)
        {
            _ = attribute is Rtnetlink.RTA_OIF or Rtnetlink.RTA_CACHEINFO ? native : native.Add(attribute, value);
        }

        uint metric = message.FindNumber(Rtnetlink.RTA_PRIORITY) ?? 0;
        return new RouteEntry(goal, gateway, metric, NativeText.Of(native));
    }

    /// <summary>The order to add it.</summary>
    public static NetlinkMessage ToAdd(RouteEntry entry, NetworkAdapter adapter) =>
        NativeText.TryRead(entry.Native, Rtnetlink.RTM_NEWROUTE) is { } native
            ? native.Add(Rtnetlink.RTA_OIF, (uint)adapter.Id)
            : Order(
                Rtnetlink.RTM_NEWROUTE,
                entry,
                adapter,
                Rtnetlink.RTPROT_STATIC,
                entry.Gateway is null ? Rtnetlink.RT_SCOPE_LINK : Rtnetlink.RT_SCOPE_UNIVERSE,
                Rtnetlink.RTN_UNICAST);

    /// <summary>The order to remove it.</summary>
    public static NetlinkMessage ToRemove(RouteEntry entry, NetworkAdapter adapter) =>
        Order(Rtnetlink.RTM_DELROUTE, entry, adapter, 0, Rtnetlink.RT_SCOPE_NOWHERE, 0);

    private static NetlinkMessage Order(
        ushort order, RouteEntry entry, NetworkAdapter adapter, byte protocol, byte scope, byte type)
    {
        NetworkPrefix goal = entry.Destination;
        byte family = (byte)(goal.IsV6 ? Rtnetlink.AF_INET6 : Rtnetlink.AF_INET);
        NetlinkMessage message = new(
            order,
            [family, (byte)goal.Length, 0, 0, Rtnetlink.RT_TABLE_MAIN, protocol, scope, type, 0, 0, 0, 0]);
        if (!entry.IsDefault)
        {
            _ = message.Add(Rtnetlink.RTA_DST, goal.Address.GetAddressBytes());
        }

        if (entry.Gateway is not null)
        {
            _ = message.Add(Rtnetlink.RTA_GATEWAY, entry.Gateway.GetAddressBytes());
        }

        if (entry.Metric != 0)
        {
            _ = message.Add(Rtnetlink.RTA_PRIORITY, entry.Metric);
        }

        return message.Add(Rtnetlink.RTA_OIF, (uint)adapter.Id);
    }
}

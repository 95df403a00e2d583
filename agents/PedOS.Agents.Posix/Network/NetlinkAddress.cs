using System.Net;
using PedOS.Agents.Network;
using PedOS.Agents.Posix.Native;
using PedOS.Protocols.Network;

namespace PedOS.Agents.Posix.Network;

/// <summary>An address between the kernel's form and ours.</summary>
internal static class NetlinkAddress
{
    /// <summary>
    /// Reads an address that somebody has set; null for what the kernel or a router gave, and other adapters'.
    /// </summary>
    public static AddressEntry? TryRead(NetlinkMessage message, NetworkAdapter adapter)
    {
        byte[]? bytes = message.Find(Rtnetlink.IFA_LOCAL) ?? message.Find(Rtnetlink.IFA_ADDRESS);
        if (message.NumberAt(4) != adapter.Id || bytes is null)
        {
            return null;
        }

        IPAddress address = new(bytes);
        uint flags = message.FindNumber(Rtnetlink.IFA_FLAGS) ?? message.Body[2];
        bool isPermanent = (flags & Rtnetlink.IFA_F_PERMANENT) != 0;
        if (address.IsIPv6LinkLocal || (message.Body[0] == Rtnetlink.AF_INET6 && !isPermanent))
        {
            return null;
        }

        NetlinkMessage native = new(Rtnetlink.RTM_NEWADDR, [.. message.Body]);
        native.Body[2] = (byte)(native.Body[2] & ~Rtnetlink.IFA_F_FOUND);
        _ = native.Set(4, 0);
        foreach ((ushort type, byte[] value) in message.Attributes)
        {
            _ = type switch
            {
                Rtnetlink.IFA_LOCAL or Rtnetlink.IFA_ADDRESS or Rtnetlink.IFA_LABEL or Rtnetlink.IFA_BROADCAST
                    or Rtnetlink.IFA_RT_PRIORITY or Rtnetlink.IFA_PROTO => native.Add(type, value),
                Rtnetlink.IFA_FLAGS => native.Add(type, flags & ~Rtnetlink.IFA_F_FOUND),
                Rtnetlink.IFA_CACHEINFO when !isPermanent => native.Add(type, value),
                _ => native,
            };
        }

        return new AddressEntry(new NetworkPrefix(address, message.Body[1]), NativeText.Of(native));
    }

    /// <summary>The order to add it.</summary>
    public static NetlinkMessage ToAdd(AddressEntry entry, NetworkAdapter adapter)
    {
        if (NativeText.TryRead(entry.Native, Rtnetlink.RTM_NEWADDR) is { } native)
        {
            return native.Set(4, (uint)adapter.Id);
        }

        NetlinkMessage order = Order(Rtnetlink.RTM_NEWADDR, entry, adapter);
        _ = order.Add(Rtnetlink.IFA_ADDRESS, entry.Prefix.Address.GetAddressBytes());

        // dom0 gives each address once, on a link of two: the second of asking around would only delay everything.
        return entry.Prefix.IsV6 ? order.Add(Rtnetlink.IFA_FLAGS, Rtnetlink.IFA_F_NODAD) : order;
    }

    /// <summary>The order to remove it.</summary>
    public static NetlinkMessage ToRemove(AddressEntry entry, NetworkAdapter adapter) =>
        Order(Rtnetlink.RTM_DELADDR, entry, adapter);

    private static NetlinkMessage Order(ushort type, AddressEntry entry, NetworkAdapter adapter)
    {
        byte family = (byte)(entry.Prefix.IsV6 ? Rtnetlink.AF_INET6 : Rtnetlink.AF_INET);
        return new NetlinkMessage(type, [family, (byte)entry.Prefix.Length, 0, 0, 0, 0, 0, 0])
            .Set(4, (uint)adapter.Id)
            .Add(Rtnetlink.IFA_LOCAL, entry.Prefix.Address.GetAddressBytes());
    }
}

using PedOS.Agents.Network;
using PedOS.Agents.Windows.Interop;
using PedOS.Protocols.Network;

namespace PedOS.Agents.Windows.Network;

/// <summary>Addresses between the system's rows and ours.</summary>
internal static class AddressRows
{
    /// <summary>
    /// The addresses of an adapter that somebody has set. The others come and go with routers and the link itself.
    /// </summary>
    public static List<AddressEntry> Set(ReadOnlySpan<Iphlpapi.MibUnicastIpAddressRow> rows, NetworkAdapter adapter) =>
        Read(rows, adapter, static row => row.PrefixOrigin is 0 or Iphlpapi.IpPrefixOriginManual);

    /// <summary>The IPv4 addresses of an adapter that are there by DHCP.</summary>
    public static List<AddressEntry> Leased(
        ReadOnlySpan<Iphlpapi.MibUnicastIpAddressRow> rows, NetworkAdapter adapter) => Read(
            rows,
            adapter,
            static row => row.PrefixOrigin == Iphlpapi.IpPrefixOriginDhcp && row.Address.Family == Iphlpapi.AF_INET);

    /// <summary>Fills a row that the system has initialized.</summary>
    public static void Fill(ref Iphlpapi.MibUnicastIpAddressRow row, NetworkAdapter adapter, AddressEntry entry)
    {
        row.InterfaceLuid = (ulong)adapter.Id;
        row.Address = SocketAddress.Write(entry.Prefix.Address);
        row.OnLinkPrefixLength = (byte)entry.Prefix.Length;

        // dom0 gives each address once: asking around whether somebody has it would only keep it from use for seconds.
        row.DadState = Iphlpapi.IpDadStatePreferred;
    }

    private static List<AddressEntry> Read(
        ReadOnlySpan<Iphlpapi.MibUnicastIpAddressRow> rows,
        NetworkAdapter adapter,
        Predicate<Iphlpapi.MibUnicastIpAddressRow> isMeant)
    {
        List<AddressEntry> found = [];
        foreach (ref readonly Iphlpapi.MibUnicastIpAddressRow row in rows)
        {
            if (row.InterfaceLuid == (ulong)adapter.Id && isMeant(row))
            {
                found.Add(new AddressEntry(
                    new NetworkPrefix(SocketAddress.Read(row.Address), row.OnLinkPrefixLength)));
            }
        }

        return found;
    }
}

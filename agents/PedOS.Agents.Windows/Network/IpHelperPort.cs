using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using PedOS.Agents.Network;
using PedOS.Agents.Windows.Interop;
using PedOS.Protocols.Network;

namespace PedOS.Agents.Windows.Network;

/// <summary>The network of a Windows machine.</summary>
public sealed unsafe class IpHelperPort : INetworkPort
{
    private const int ErrorNotFound = 1168;
    private const int ErrorObjectAlreadyExists = 5010;
    private const int ErrorBufferOverflow = 111;

    // Recommended by Microsoft; the second attempt has the size that Windows asks for.
    private const uint FirstBuffer = 15 * 1024;
    private const uint LargestBuffer = 1 << 20;

    private readonly Dictionary<long, string> _identifiers = [];

    /// <summary>An exception for an error number.</summary>
    internal static NetworkPortException Failed(string what, int error) =>
        new($"{what}: {new Win32Exception(error).Message} (error {error})");

    /// <summary>An exception for an error number of something of one adapter.</summary>
    internal static NetworkPortException FailedOn(string what, int error, AddressFamily? family) => new(
        $"{what}: {new Win32Exception(error).Message} (error {error})",
        isGone: error is Win32Error.ERROR_FILE_NOT_FOUND or ErrorNotFound)
    {
        Family = family,
    };

    /// <inheritdoc/>
    public IReadOnlyList<NetworkAdapter> FindAdapters()
    {
        const uint Flags = Iphlpapi.GAA_FLAG_SKIP_ANYCAST | Iphlpapi.GAA_FLAG_SKIP_MULTICAST
            | Iphlpapi.GAA_FLAG_SKIP_DNS_SERVER;
        byte[] buffer = new byte[FirstBuffer];
        while (true)
        {
            fixed (byte* start = buffer)
            {
                uint size = (uint)buffer.Length;
                int error = Iphlpapi.GetAdaptersAddresses(Iphlpapi.AF_UNSPEC, Flags, null, start, ref size);
                if (error == 0)
                {
                    return Read((Iphlpapi.IpAdapterAddresses*)start);
                }

                if (error == Win32Error.ERROR_NO_DATA)
                {
                    return [];
                }

                if (error != ErrorBufferOverflow || size > LargestBuffer)
                {
                    throw Failed("reading adapters", error);
                }

                buffer = new byte[size];
            }
        }
    }

    /// <inheritdoc/>
    public AdapterState Read(NetworkAdapter adapter)
    {
        AdapterRegistry registry = RegistryOf(adapter);
        (List<AddressEntry> addresses, List<AddressEntry> leased) = ReadAddresses(adapter);
        List<RouteEntry> routes = ReadRoutes(adapter, Iphlpapi.NlroManual);
        Iphlpapi.MibIpInterfaceRow? v4 = ReadInterface(adapter, Iphlpapi.AF_INET, out int errorOfV4);
        Iphlpapi.MibIpInterfaceRow? v6 = ReadInterface(adapter, Iphlpapi.AF_INET6, out int errorOfV6);
        return new AdapterState
        {
            Addresses = addresses,

            // A gateway is accepted only when something already leads to it.
            Routes = [.. routes.OrderBy(r => r.Gateway is not null).ThenByDescending(r => r.Destination.Length)],
            Dns = registry.Dns,
            Mtu = (int)(v4?.NlMtu ?? 0),
            Mtu6 = (int)(v6?.NlMtu ?? 0),
            IsV4Off = errorOfV4 == ErrorNotFound,
            IsV6Off = errorOfV6 == ErrorNotFound,
            HasDhcp = registry.HasDhcp,
            LeasedAddresses = leased,
            LeasedRoutes = ReadRoutes(adapter, Iphlpapi.NlroDHCP),
        };
    }

    /// <inheritdoc/>
    public void Apply(NetworkAdapter adapter, NetworkChange change)
    {
        int error = 0;
        int harmless = 0;
        switch (change)
        {
            case { Kind: ChangeKind.AddAddress, Address: { } address }:
                Iphlpapi.MibUnicastIpAddressRow added = AddressRow(adapter, address);
                (error, harmless) = (Iphlpapi.CreateUnicastIpAddressEntry(&added), ErrorObjectAlreadyExists);
                break;
            case { Kind: ChangeKind.RemoveAddress, Address: { } address }:
                Iphlpapi.MibUnicastIpAddressRow removed = AddressRow(adapter, address);
                (error, harmless) = (Iphlpapi.DeleteUnicastIpAddressEntry(&removed), ErrorNotFound);
                break;
            case { Kind: ChangeKind.AddRoute, Route: { } route }:
                Iphlpapi.MibIpForwardRow2 to = RouteRow(adapter, route);
                (error, harmless) = (Iphlpapi.CreateIpForwardEntry2(&to), ErrorObjectAlreadyExists);
                break;
            case { Kind: ChangeKind.RemoveRoute, Route: { } route }:
                Iphlpapi.MibIpForwardRow2 from = RouteRow(adapter, route);
                (error, harmless) = (Iphlpapi.DeleteIpForwardEntry2(&from), ErrorNotFound);
                break;
            case { Kind: ChangeKind.Mtu }:
                error = SetMtu(adapter, Iphlpapi.AF_INET, change.Value);
                break;
            case { Kind: ChangeKind.Mtu6 }:
                error = SetMtu(adapter, Iphlpapi.AF_INET6, change.Value);
                break;
            case { Kind: ChangeKind.Dhcp }:
                RegistryOf(adapter).SetDhcp(change.Value != 0);
                break;
            case { Kind: ChangeKind.Dns, Dns: { } dns }:
                RegistryOf(adapter).SetDns(dns);
                break;
            default:
                throw new NetworkPortException($"{change}: adapters are not switched on and off on Windows");
        }

        if (error != 0 && error != harmless)
        {
            // Each family has its own MTU here.
            AddressFamily? family = change.Kind == ChangeKind.Mtu ? AddressFamily.InterNetwork : change.Family;
            throw FailedOn($"{adapter.Name}: {change}", error, family);
        }
    }

    /// <inheritdoc/>
    public IAsyncDisposable Watch(Action changed) => new IpHelperWatch(changed);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is kept open between calls.
    }

    private static (List<AddressEntry> Set, List<AddressEntry> Leased) ReadAddresses(NetworkAdapter adapter)
    {
        int error = Iphlpapi.GetUnicastIpAddressTable(Iphlpapi.AF_UNSPEC, out byte* table);
        if (error != 0)
        {
            throw Failed($"{adapter.Name}: reading addresses", error);
        }

        ReadOnlySpan<Iphlpapi.MibUnicastIpAddressRow> rows = new(table + Iphlpapi.TableHeader, *(int*)table);
        (List<AddressEntry>, List<AddressEntry>) found =
            (AddressRows.Set(rows, adapter), AddressRows.Leased(rows, adapter));
        Iphlpapi.FreeMibTable(table);
        return found;
    }

    private static List<RouteEntry> ReadRoutes(NetworkAdapter adapter, int origin)
    {
        int error = Iphlpapi.GetIpForwardTable2(Iphlpapi.AF_UNSPEC, out byte* table);
        if (error != 0)
        {
            throw Failed($"{adapter.Name}: reading routes", error);
        }

        ReadOnlySpan<Iphlpapi.MibIpForwardRow2> rows = new(table + Iphlpapi.TableHeader, *(int*)table);
        List<RouteEntry> found = RouteRows.Read(rows, adapter, origin);
        Iphlpapi.FreeMibTable(table);
        return found;
    }

    private static Iphlpapi.MibIpInterfaceRow? ReadInterface(NetworkAdapter adapter, ushort family, out int error)
    {
        Iphlpapi.MibIpInterfaceRow row = new() { Family = family, InterfaceLuid = (ulong)adapter.Id };
        try
        {
            error = Iphlpapi.GetIpInterfaceEntry(&row);
            return error == 0 ? row : null;
        }
        catch (EntryPointNotFoundException)
        {
            // Windows has it since Vista, Wine has not: the MTU is not known there.
            error = 0;
            return null;
        }
    }

    private static int SetMtu(NetworkAdapter adapter, ushort family, int mtu)
    {
        if (ReadInterface(adapter, family, out _) is not { } row)
        {
            return ErrorNotFound;
        }

        // Required for IPv4, where Windows itself reports another number.
        row.SitePrefixLength = family == Iphlpapi.AF_INET ? 0 : row.SitePrefixLength;
        row.NlMtu = (uint)mtu;
        return Iphlpapi.SetIpInterfaceEntry(&row);
    }

    private static Iphlpapi.MibUnicastIpAddressRow AddressRow(NetworkAdapter adapter, AddressEntry entry)
    {
        Iphlpapi.MibUnicastIpAddressRow row;
        Iphlpapi.InitializeUnicastIpAddressEntry(&row);
        AddressRows.Fill(ref row, adapter, entry);
        return row;
    }

    private static Iphlpapi.MibIpForwardRow2 RouteRow(NetworkAdapter adapter, RouteEntry entry)
    {
        Iphlpapi.MibIpForwardRow2 row;
        Iphlpapi.InitializeIpForwardEntry(&row);
        row.InterfaceLuid = (ulong)adapter.Id;
        row.Destination = SocketAddress.Write(entry.Destination.Address);
        row.DestinationLength = (byte)entry.Destination.Length;
        row.NextHop = SocketAddress.Write(entry.Gateway ?? NetworkPrefix.All(entry.Destination.IsV6).Address);
        row.Metric = entry.Metric;
        row.Protocol = Iphlpapi.MIB_IPPROTO_NETMGMT;
        return row;
    }

    private List<NetworkAdapter> Read(Iphlpapi.IpAdapterAddresses* first)
    {
        List<NetworkAdapter> found = [];
        for (Iphlpapi.IpAdapterAddresses* item = first; item is not null; item = item->Next)
        {
            int length = (int)Math.Min(item->PhysicalAddressLength, 8);
            if (item->IfType == Iphlpapi.IF_TYPE_ETHERNET_CSMACD
                && MacAddress.FromBytes(new ReadOnlySpan<byte>(item->PhysicalAddress, length)) is { } mac)
            {
                NetworkAdapter adapter = new((long)item->Luid, new string(item->FriendlyName), mac);
                _identifiers[adapter.Id] = Marshal.PtrToStringAnsi((nint)item->AdapterName) ?? string.Empty;
                found.Add(adapter);
            }
        }

        return found;
    }

    private AdapterRegistry RegistryOf(NetworkAdapter adapter) =>
        _identifiers.TryGetValue(adapter.Id, out string? identifier)
            ? new AdapterRegistry(identifier, new AdapterCalls(identifier))
            : throw new NetworkPortException($"{adapter.Name} is no longer there", isGone: true);
}

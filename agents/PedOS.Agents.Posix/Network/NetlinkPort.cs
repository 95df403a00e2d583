using System.Buffers.Binary;
using System.ComponentModel;
using PedOS.Agents.Network;
using PedOS.Agents.Posix.Native;
using PedOS.Protocols.Network;

namespace PedOS.Agents.Posix.Network;

/// <summary>The network of a Linux machine, or of the network namespace that this runs in.</summary>
/// <param name="resolver">The DNS servers, which all adapters share.</param>
public sealed class NetlinkPort(ResolverFile resolver) : INetworkPort
{
    private readonly NetlinkSocket _socket = new();

    /// <inheritdoc/>
    public IReadOnlyList<NetworkAdapter> FindAdapters() =>
    [
        .. Links()
            .Where(link => (ushort)(link.NumberAt(0) >> 16) == Rtnetlink.ARPHRD_ETHER)
            .Select(link => (Link: link, Mac: MacAddress.FromBytes(link.Find(Rtnetlink.IFLA_ADDRESS))))
            .Where(found => found.Mac is not null)
            .Select(found => new NetworkAdapter(
                found.Link.NumberAt(4), found.Link.FindText(Rtnetlink.IFLA_IFNAME), found.Mac!.Value)),
    ];

    /// <inheritdoc/>
    public AdapterState Read(NetworkAdapter adapter)
    {
        NetlinkMessage link = Links().Find(l => l.NumberAt(4) == adapter.Id)
            ?? throw new NetworkPortException($"{adapter.Name} is no longer there", isGone: true);
        IEnumerable<AddressEntry> addresses = _socket
            .List(new NetlinkMessage(Rtnetlink.RTM_GETADDR, new byte[Rtnetlink.AddressSize]), "reading addresses")
            .Select(message => NetlinkAddress.TryRead(message, adapter))
            .OfType<AddressEntry>();
        IEnumerable<RouteEntry> routes = _socket
            .List(new NetlinkMessage(Rtnetlink.RTM_GETROUTE, new byte[Rtnetlink.RouteSize]), "reading routes")
            .Select(message => NetlinkRoute.TryRead(message, adapter))
            .OfType<RouteEntry>();
        return new AdapterState
        {
            // The kernel puts a new IPv4 address behind those that are there, and a new IPv6 address before them.
            Addresses = [.. addresses.Where(a => !a.Prefix.IsV6), .. addresses.Where(a => a.Prefix.IsV6).Reverse()],

            // A gateway is accepted only when something already leads to it.
            Routes = [.. routes.OrderBy(r => r.Gateway is not null).ThenByDescending(r => r.Destination.Length)],
            Dns = resolver.Read(),
            Mtu = (int)(link.FindNumber(Rtnetlink.IFLA_MTU) ?? 0),
            IsUp = (link.NumberAt(8) & Rtnetlink.IFF_UP) != 0,
            IsV6Off = IsV6Off(link),
        };
    }

    /// <inheritdoc/>
    public void Apply(NetworkAdapter adapter, NetworkChange change)
    {
        const ushort Create = Rtnetlink.NLM_F_CREATE | Rtnetlink.NLM_F_EXCL;
        switch (change)
        {
            case { Kind: ChangeKind.AddAddress, Address: { } address }:
                Order(NetlinkAddress.ToAdd(address, adapter), Create, Rtnetlink.EEXIST);
                break;
            case { Kind: ChangeKind.RemoveAddress, Address: { } address }:
                Order(NetlinkAddress.ToRemove(address, adapter), 0, Rtnetlink.EADDRNOTAVAIL);
                break;
            case { Kind: ChangeKind.AddRoute, Route: { } route }:
                // That it exists is an error: it may be another adapter's.
                Order(NetlinkRoute.ToAdd(route, adapter), Create, 0);
                break;
            case { Kind: ChangeKind.RemoveRoute, Route: { } route }:
                Order(NetlinkRoute.ToRemove(route, adapter), 0, Rtnetlink.ESRCH);
                break;
            case { Kind: ChangeKind.Mtu }:
                Order(Link(adapter).Add(Rtnetlink.IFLA_MTU, (uint)change.Value), 0, 0);
                break;
            case { Kind: ChangeKind.Up }:
                Order(Link(adapter).Set(8, (uint)change.Value).Set(12, Rtnetlink.IFF_UP), 0, 0);
                break;
            case { Kind: ChangeKind.Dns, Dns: { } dns }:
                resolver.Write(dns);
                break;
            default:
                throw new NetworkPortException($"{change}: there is no such thing on Linux");
        }

        void Order(NetlinkMessage order, ushort flags, int harmless)
        {
            string what = $"{adapter.Name}: {change}";
            int error = _socket.Order(order, flags, what);
            if (error != 0 && error != harmless)
            {
                throw new NetworkPortException(
                    $"{what}: {new Win32Exception(error).Message}",
                    isGone: error is Rtnetlink.ENODEV or Rtnetlink.ENXIO);
            }
        }
    }

    /// <inheritdoc/>
    public IAsyncDisposable Watch(Action changed) => new NetlinkWatch(changed);

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    // Switched off on the link or on all of them; or there is none of it on the link: the kernel has no IPv6, or the
    // link's MTU is too small for it.
    private static bool IsV6Off(NetlinkMessage link)
    {
        const int At = Rtnetlink.DEVCONF_DISABLE_IPV6 * sizeof(int);
        if (link.Find(Rtnetlink.IFLA_AF_SPEC) is null)
        {
            return false;
        }

        byte[]? settings = link.FindInside(
            Rtnetlink.IFLA_AF_SPEC, Rtnetlink.AF_INET6, Rtnetlink.IFLA_INET6_CONF);
        return settings is null
            || (settings.Length >= At + sizeof(int)
                && BinaryPrimitives.ReadInt32LittleEndian(settings.AsSpan(At)) != 0);
    }

    private List<NetlinkMessage> Links() =>
        _socket.List(new NetlinkMessage(Rtnetlink.RTM_GETLINK, new byte[Rtnetlink.LinkSize]), "reading adapters");

    private static NetlinkMessage Link(NetworkAdapter adapter) =>
        new NetlinkMessage(Rtnetlink.RTM_NEWLINK, new byte[Rtnetlink.LinkSize]).Set(4, (uint)adapter.Id);
}

using System.Net.Sockets;
using System.Text.Json.Serialization;

namespace PedOS.Agents.Network;

/// <summary>
/// What an adapter is set to, as far as this can change it. What the system itself makes and renews is not part of it:
/// link-local addresses, routes to an adapter's own network, what routers advertise.
/// </summary>
public sealed record AdapterState
{
    /// <summary>Its addresses, in the order in which they are to be added.</summary>
    public IReadOnlyList<AddressEntry> Addresses { get; init; } = [];

    /// <summary>Its routes, in the order in which they are to be added.</summary>
    public IReadOnlyList<RouteEntry> Routes { get; init; } = [];

    /// <summary>Its DNS servers.</summary>
    public DnsState Dns { get; init; } = new([]);

    /// <summary>Largest packet of IPv4, in bytes; 0: the adapter has none, or it is not known.</summary>
    public int Mtu { get; init; }

    /// <summary>Largest packet of IPv6 where that is a thing of its own; else 0, also without IPv6.</summary>
    public int Mtu6 { get; init; }

    /// <summary>Whether IPv4 is switched off on it, so that it takes no IPv4 address.</summary>
    public bool IsV4Off { get; init; }

    /// <summary>Whether IPv6 is switched off on it, so that it takes no IPv6 address.</summary>
    public bool IsV6Off { get; init; }

    /// <summary>Whether it is switched on.</summary>
    public bool IsUp { get; init; } = true;

    /// <summary>Whether a DHCP client gives it its IPv4 address.</summary>
    public bool HasDhcp { get; init; }

    /// <summary>
    /// IPv4 addresses that a DHCP client gave it. They are its business while it serves the adapter; what it leaves
    /// behind afterwards has to go.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<AddressEntry> LeasedAddresses { get; init; } = [];

    /// <summary>IPv4 routes that a DHCP client gave it, likewise.</summary>
    [JsonIgnore]
    public IReadOnlyList<RouteEntry> LeasedRoutes { get; init; } = [];

    /// <summary>Whether it takes no address of a family.</summary>
    public bool IsOff(AddressFamily family) => family == AddressFamily.InterNetworkV6 ? IsV6Off : IsV4Off;

    /// <summary>What of this state an adapter can have while a family is off on it.</summary>
    /// <param name="current">What the adapter is.</param>
    public AdapterState PossibleOn(AdapterState current) => !current.IsV4Off && !current.IsV6Off ? this : this with
    {
        Addresses = [.. Addresses.Where(a => !current.IsOff(a.Prefix.Address.AddressFamily))],
        Routes = [.. Routes.Where(r => !current.IsOff(r.Destination.Address.AddressFamily))],
        HasDhcp = current.IsV4Off ? current.HasDhcp : HasDhcp,
    };

    /// <summary>
    /// What this state is when only one family of an adapter changes and the other stays as it is. What belongs to both
    /// changes, too.
    /// </summary>
    /// <param name="family">The family that changes: IPv4 or IPv6.</param>
    /// <param name="current">What the adapter is.</param>
    public AdapterState Only(AddressFamily family, AdapterState current)
    {
        bool isV6 = family == AddressFamily.InterNetworkV6;

        // A system that has one MTU for both families tells none of IPv6.
        bool hasTwoMtus = current.Mtu6 != 0;
        return this with
        {
            Addresses =
            [
                .. current.Addresses.Where(a => a.Prefix.IsV6 != isV6), .. Addresses.Where(a => a.Prefix.IsV6 == isV6),
            ],
            Routes =
            [
                .. current.Routes.Where(r => r.Destination.IsV6 != isV6),
                .. Routes.Where(r => r.Destination.IsV6 == isV6),
            ],
            Dns = Dns.Only(family, current.Dns),
            Mtu = isV6 && hasTwoMtus ? current.Mtu : Mtu,
            Mtu6 = isV6 ? Mtu6 : current.Mtu6,
            HasDhcp = isV6 ? current.HasDhcp : HasDhcp,
        };
    }

    /// <summary>Whether it has an address of a family.</summary>
    public bool Has(AddressFamily family) => Addresses.Any(a => a.Prefix.Address.AddressFamily == family);
}

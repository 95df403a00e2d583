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

    /// <summary>Whether IPv6 is switched off on it alone, so that it takes no IPv6 address.</summary>
    public bool IsV6Off { get; init; }

    /// <summary>Whether it is switched on.</summary>
    public bool IsUp { get; init; } = true;

    /// <summary>Whether a DHCP client gives it its IPv4 address.</summary>
    public bool HasDhcp { get; init; }
}

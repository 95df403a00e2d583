namespace PedOS.Agents.Network;

/// <summary>Which part of an adapter's state changes.</summary>
public enum ChangeKind
{
    /// <summary>Whether a DHCP client serves the adapter; the service for all others runs on.</summary>
    Dhcp,

    /// <summary>Whether the adapter is switched on.</summary>
    Up,

    /// <summary>Largest packet of IPv4.</summary>
    Mtu,

    /// <summary>Largest packet of IPv6.</summary>
    Mtu6,

    /// <summary>A route goes.</summary>
    RemoveRoute,

    /// <summary>An address goes.</summary>
    RemoveAddress,

    /// <summary>An address comes.</summary>
    AddAddress,

    /// <summary>A route comes.</summary>
    AddRoute,

    /// <summary>The DNS servers are others.</summary>
    Dns,
}

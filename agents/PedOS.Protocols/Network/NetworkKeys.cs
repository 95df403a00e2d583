namespace PedOS.Protocols.Network;

/// <summary>Paths in the configuration database, spelled as dom0 writes them.</summary>
public static class NetworkKeys
{
    /// <summary>Hardware address of the main adapter.</summary>
    public const string Mac = "/qubes-mac";

    /// <summary>IPv4 address; without it and its IPv6 fellow the machine has no network.</summary>
    public const string Ip = "/qubes-ip";

    /// <summary>Dotted mask; 255.255.255.255 when absent.</summary>
    public const string Netmask = "/qubes-netmask";

    /// <summary>IPv4 gateway.</summary>
    public const string Gateway = "/qubes-gateway";

    /// <summary>First DNS server; the gateway when absent.</summary>
    public const string PrimaryDns = "/qubes-primary-dns";

    /// <summary>Second DNS server.</summary>
    public const string SecondaryDns = "/qubes-secondary-dns";

    /// <summary>IPv6 address, always alone in its network.</summary>
    public const string Ip6 = "/qubes-ip6";

    /// <summary>IPv6 gateway.</summary>
    public const string Gateway6 = "/qubes-gateway6";

    /// <summary>MTU of the main adapter; ours, no dom0 writes it by itself.</summary>
    public const string Mtu = "/qubes-mtu";

    /// <summary>
    /// What one adapter has instead: then its hardware address, a slash, and custom, ip, netmask, gateway, ip6,
    /// netmask6, gateway6 or mtu.
    /// </summary>
    public const string Override = "/net-config/";

    /// <summary>Those that are read one by one.</summary>
    public static IReadOnlyList<string> Main { get; } =
        [Mac, Ip, Netmask, Gateway, PrimaryDns, SecondaryDns, Ip6, Gateway6, Mtu];

    /// <summary>Whether a change of a path may change the network.</summary>
    /// <param name="path">A path, or with a slash at its end everything below it.</param>
    public static bool Concerns(string path) =>
        path.StartsWith(Override, StringComparison.Ordinal)
        || Main.Contains(path, StringComparer.Ordinal)
        || (path.EndsWith('/') && Override.StartsWith(path, StringComparison.Ordinal));
}

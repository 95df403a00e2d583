using System.Net;
using System.Net.Sockets;

namespace PedOS.Protocols.Network;

/// <summary>What dom0 wants of one adapter.</summary>
/// <param name="Mac">Which adapter.</param>
/// <param name="IsMain">The adapter of the machine: it has the DNS servers, and its routes come first.</param>
public sealed record AdapterSettings(MacAddress Mac, bool IsMain)
{
    /// <summary>Least MTU that IPv4 works with (RFC 791).</summary>
    public const int MinMtu = 68;

    /// <summary>Least MTU that IPv6 works with (RFC 8200); of concern only to an adapter that has it.</summary>
    public const int MinMtu6 = 1280;

    /// <summary>Largest MTU that an Ethernet adapter takes.</summary>
    public const int MaxMtu = 65535;

    /// <summary>Its addresses: at most one of each family, IPv4 first.</summary>
    public IReadOnlyList<NetworkPrefix> Addresses { get; init; } = [];

    /// <summary>Where everything else goes: at most one of each family that has an address, IPv4 first.</summary>
    public IReadOnlyList<IPAddress> Gateways { get; init; } = [];

    /// <summary>DNS servers, the first one asked first; of the main adapter only.</summary>
    public IReadOnlyList<IPAddress> DnsServers { get; init; } = [];

    /// <summary>Largest packet in bytes; null: as it is.</summary>
    public int? Mtu { get; init; }

    /// <summary>What is left of it for an adapter that has only one family.</summary>
    /// <param name="family">The family that stays: IPv4 or IPv6.</param>
    public AdapterSettings Only(AddressFamily family) => this with
    {
        Addresses = [.. Addresses.Where(a => a.Address.AddressFamily == family)],
        Gateways = [.. Gateways.Where(g => g.AddressFamily == family)],
        DnsServers = [.. DnsServers.Where(s => s.AddressFamily == family)],
    };

    /// <summary>One line for a person.</summary>
    public override string ToString()
    {
        string via = Gateways.Count > 0 ? $" via {string.Join(" and ", Gateways)}" : string.Empty;
        string dns = DnsServers.Count > 0 ? $", DNS {string.Join(" and ", DnsServers)}" : string.Empty;
        string mtu = Mtu is { } bytes ? $", MTU {bytes}" : string.Empty;
        return $"{Mac}: {(Addresses.Count > 0 ? string.Join(" and ", Addresses) : "no address")}{via}{dns}{mtu}";
    }

    /// <summary>Whether the lists hold the same.</summary>
    public bool Equals(AdapterSettings? other) =>
        other is not null && Mac == other.Mac && IsMain == other.IsMain && Mtu == other.Mtu
        && Addresses.SequenceEqual(other.Addresses) && Gateways.SequenceEqual(other.Gateways)
        && DnsServers.SequenceEqual(other.DnsServers);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Mac, IsMain, Mtu);
}

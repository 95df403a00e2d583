using System.Net;
using PedOS.Protocols.Network;

namespace PedOS.NetworkSetup;

/// <summary>One adapter as it is, and what is missing.</summary>
/// <param name="Name">Its name for people; empty when it is not there.</param>
/// <param name="Mac">Its hardware address.</param>
internal sealed record AdapterStatus(string Name, MacAddress Mac)
{
    /// <summary>Its addresses.</summary>
    public IReadOnlyList<NetworkPrefix> Addresses { get; init; } = [];

    /// <summary>Its routes.</summary>
    public IReadOnlyList<string> Routes { get; init; } = [];

    /// <summary>Its DNS servers.</summary>
    public IReadOnlyList<IPAddress> DnsServers { get; init; } = [];

    /// <summary>Largest packet in bytes.</summary>
    public int Mtu { get; init; }

    /// <summary>What dom0 wants; null when it wants nothing of this adapter.</summary>
    public string? Wanted { get; init; }

    /// <summary>What would have to be changed.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>The state before the first change is kept.</summary>
    public bool CanBeRestored { get; init; }
}

using System.Net;
using System.Net.Sockets;

namespace PedOS.Agents.Network;

/// <summary>The DNS servers of an adapter.</summary>
/// <param name="Servers">The first one is asked first.</param>
/// <param name="Native">
/// The system's own description, with which its port makes exactly this again; null: only the servers matter.
/// </param>
/// <param name="IsByFamily">
/// The system keeps the servers of IPv4 and those of IPv6 apart: which family comes first cannot be said.
/// </param>
public sealed record DnsState(IReadOnlyList<IPAddress> Servers, string? Native = null, bool IsByFamily = false)
{
    /// <summary>Whether this is there when <paramref name="wanted"/> is asked for.</summary>
    public bool Satisfies(DnsState wanted) => wanted.Native is not null ? Native == wanted.Native
        : IsByFamily ? ByFamily(Servers).SequenceEqual(ByFamily(wanted.Servers))
        : Servers.SequenceEqual(wanted.Servers);

    /// <summary>What this is when only the servers of one family change.</summary>
    /// <param name="family">The family that changes: IPv4 or IPv6.</param>
    /// <param name="current">
    /// What is: the servers of the other family stay where the system keeps them apart; where all are one list, those
    /// of the family that cannot be reached are left out.
    /// </param>
    public DnsState Only(AddressFamily family, DnsState current)
    {
        if (Native is not null)
        {
            return this;
        }

        IPAddress[] ours = [.. Servers.Where(s => s.AddressFamily == family)];
        return current.IsByFamily ? new DnsState([.. ours, .. current.Servers.Where(s => s.AddressFamily != family)])
            : ours.Length > 0 ? new DnsState(ours)
            : current with { Native = null };
    }

    private static IEnumerable<IPAddress> ByFamily(IEnumerable<IPAddress> servers) =>
        servers.OrderBy(static s => s.AddressFamily);
}

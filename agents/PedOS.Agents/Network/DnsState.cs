using System.Net;

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

    private static IEnumerable<IPAddress> ByFamily(IEnumerable<IPAddress> servers) =>
        servers.OrderBy(static s => s.AddressFamily);
}

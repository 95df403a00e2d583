using System.Net;

namespace PedOS.Agents.Network;

/// <summary>The DNS servers of an adapter.</summary>
/// <param name="Servers">The first one is asked first.</param>
/// <param name="Native">
/// The system's own description, with which its port makes exactly this again; null: only the servers matter.
/// </param>
public sealed record DnsState(IReadOnlyList<IPAddress> Servers, string? Native = null)
{
    /// <summary>Whether this is there when <paramref name="wanted"/> is asked for.</summary>
    public bool Satisfies(DnsState wanted) =>
        wanted.Native is null ? Servers.SequenceEqual(wanted.Servers) : Native == wanted.Native;
}

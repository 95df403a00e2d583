using System.Net;
using PedOS.Protocols.Network;

namespace PedOS.Agents.Network;

/// <summary>One route through an adapter.</summary>
/// <param name="Destination">Where it leads.</param>
/// <param name="Gateway">Who passes on; null: who is meant is on the link itself.</param>
/// <param name="Metric">Of several routes the one with the least counts; 0: the system's choice.</param>
/// <param name="Native">
/// The system's own description, with which its port makes exactly this again; empty: only the rest matters.
/// </param>
public sealed record RouteEntry(NetworkPrefix Destination, IPAddress? Gateway, uint Metric = 0, string Native = "")
{
    /// <summary>Whether it leads everywhere.</summary>
    public bool IsDefault => Destination.Length == 0;

    /// <summary>Whether this is there when <paramref name="wanted"/> is asked for.</summary>
    public bool Satisfies(RouteEntry wanted) =>
        LeadsLike(wanted)
        && (wanted.Metric == 0 || Metric == wanted.Metric)
        && (wanted.Native.Length == 0 || Native == wanted.Native);

    /// <summary>Whether both lead to the same place through the same gateway.</summary>
    public bool LeadsLike(RouteEntry other) =>
        Destination == other.Destination && Equals(Gateway, other.Gateway);

    /// <summary><c>0.0.0.0/0 via 10.137.0.1</c></summary>
    public override string ToString() =>
        Gateway is null ? $"{Destination} on the link" : $"{Destination} via {Gateway}";
}

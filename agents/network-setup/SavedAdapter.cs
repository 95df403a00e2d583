using PedOS.Agents.Network;
using PedOS.Protocols.Network;

namespace PedOS.NetworkSetup;

/// <summary>What is remembered of an adapter from the first change on.</summary>
/// <param name="Mac">Which adapter.</param>
/// <param name="Before">Its state before the first change.</param>
internal sealed record SavedAdapter(MacAddress Mac, AdapterState Before)
{
    /// <summary>Routes that were added, so that they can be told from those of others.</summary>
    public IReadOnlyList<RouteEntry> Routes { get; init; } = [];

    /// <summary>It has been the main adapter, and its DNS servers are ours.</summary>
    public bool HadServers { get; init; }
}

using PedOS.Protocols.Network;

namespace PedOS.Agents.Network;

/// <summary>An Ethernet adapter of this machine.</summary>
/// <param name="Id">What its system knows it by, while it is there.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Mac">Its hardware address.</param>
public sealed record NetworkAdapter(long Id, string Name, MacAddress Mac);

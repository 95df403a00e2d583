namespace PedOS.Tools.Engine.Programs;

/// <summary>A network adapter as it is, beside what dom0 wants.</summary>
/// <param name="Name">Its name; "" when it is wanted and not there.</param>
/// <param name="Mac">Its hardware address.</param>
/// <param name="Addresses">Its addresses with prefix lengths.</param>
/// <param name="Routes">Its routes.</param>
/// <param name="DnsServers">Its DNS servers.</param>
/// <param name="Mtu">Largest packet in bytes.</param>
/// <param name="Wanted">What dom0 wants; "" when it wants nothing of it.</param>
/// <param name="Missing">What would have to be changed.</param>
/// <param name="CanBeRestored">Whether the state before the first change is kept.</param>
public sealed record NetworkAdapterStatus(
    string Name,
    string Mac,
    IReadOnlyList<string> Addresses,
    IReadOnlyList<string> Routes,
    IReadOnlyList<string> DnsServers,
    int Mtu,
    string Wanted,
    IReadOnlyList<string> Missing,
    bool CanBeRestored)
{
    /// <summary>Its name; "" when it is wanted and not there.</summary>
    public string Name { get; init; } = DisplayText.Line(Name);

    /// <summary>Whether it is as dom0 wants it.</summary>
    public bool IsInForce => Missing.Count == 0;
}

using PedOS.Protocols.Network;

namespace PedOS.Agents.Network;

/// <summary>One address of an adapter.</summary>
/// <param name="Prefix">The address, and the network it is in.</param>
/// <param name="Native">
/// The system's own description, with which its port makes exactly this again; empty: only the prefix matters.
/// </param>
public sealed record AddressEntry(NetworkPrefix Prefix, string Native = "")
{
    /// <summary>Whether this is there when <paramref name="wanted"/> is asked for.</summary>
    public bool Satisfies(AddressEntry wanted) =>
        Prefix == wanted.Prefix && (wanted.Native.Length == 0 || Native == wanted.Native);
}

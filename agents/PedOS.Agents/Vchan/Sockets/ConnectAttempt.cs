using System.Net.Sockets;

namespace PedOS.Agents.Vchan.Sockets;

/// <summary>What one attempt to meet a peer found.</summary>
/// <param name="Socket">The connected socket; null when nobody was there.</param>
/// <param name="IsRefusing">
/// The name exists and nobody answers: its owner is about to listen, or gone; or we have no descriptor left to ask.
/// False when there is no such name yet.
/// </param>
public readonly record struct ConnectAttempt(Socket? Socket, bool IsRefusing)
{
    /// <summary>There is no such name yet.</summary>
    public static readonly ConnectAttempt Absent = new(null, IsRefusing: false);

    /// <summary>The name exists and nobody answers.</summary>
    public static readonly ConnectAttempt Refusing = new(null, IsRefusing: true);
}

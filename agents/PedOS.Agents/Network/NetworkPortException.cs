using System.Net.Sockets;

namespace PedOS.Agents.Network;

/// <summary>The system refused to tell or to change something about an adapter.</summary>
public sealed class NetworkPortException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed, on what, and the system's reason.</param>
    /// <param name="isGone">The adapter is no longer there, or so it seems.</param>
    /// <param name="inner">What it came from.</param>
    public NetworkPortException(string message, bool isGone = false, Exception? inner = null)
        : base(message, inner) => IsGone = isGone;

    /// <summary>
    /// The adapter is no longer there, or only something of it: systems have one error for both, and whoever has to
    /// know looks for the adapter.
    /// </summary>
    public bool IsGone { get; }

    /// <summary>The family without which it would have gone well; null: both, or it is not known.</summary>
    public AddressFamily? Family { get; init; }
}

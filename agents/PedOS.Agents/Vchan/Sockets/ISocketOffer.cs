using System.Net.Sockets;

namespace PedOS.Agents.Vchan.Sockets;

/// <summary>A listening place that takes exactly one peer.</summary>
public interface ISocketOffer : IDisposable
{
    /// <summary>
    /// Waits for the peer and stops listening at once: a listener left open would swallow whoever uses the name next.
    /// </summary>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    ValueTask<Socket> AcceptAsync(CancellationToken cancellationToken);
}

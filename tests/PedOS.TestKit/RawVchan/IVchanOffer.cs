using System.Net.Sockets;

namespace PedOS.TestKit.RawVchan;

/// <summary>A vchan server that waits for its client.</summary>
public interface IVchanOffer : IDisposable
{
    /// <summary>Waits for the client and stops listening.</summary>
    Task<Socket> AcceptAsync(CancellationToken cancellationToken);
}

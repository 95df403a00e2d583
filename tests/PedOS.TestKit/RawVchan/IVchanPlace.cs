using System.Net.Sockets;

namespace PedOS.TestKit.RawVchan;

/// <summary>
/// Where the socket vchans of a test are. Written apart from the product's transport, so that a mistake there cannot
/// hide in both ends at once.
/// </summary>
public interface IVchanPlace
{
    /// <summary>Tries once to connect to a vchan server.</summary>
    /// <returns>Null when nobody listens there.</returns>
    Task<Socket?> TryConnectAsync(uint server, uint client, uint port, CancellationToken cancellationToken);

    /// <summary>Starts listening as a vchan server.</summary>
    IVchanOffer Listen(uint server, uint client, uint port);
}

using System.Net.Sockets;
using PedOS.Agents.Vchan.Sockets;
using PedOS.Protocols.Vchan;

namespace PedOS.TestKit.RawVchan;

/// <summary>Vchans over TCP on loopback, as the Windows programs use them where there is no Xen.</summary>
/// <param name="directory">Value of VCHAN_SOCKET_DIR.</param>
public sealed class LoopbackVchanPlace(string directory) : IVchanPlace
{
    private readonly LoopbackRendezvous _rendezvous = new(directory);

    /// <inheritdoc/>
    public async Task<Socket?> TryConnectAsync(
        uint server, uint client, uint port, CancellationToken cancellationToken) =>
        (await _rendezvous.TryConnectAsync(VchanSocketName.FileName(server, client, port), cancellationToken)).Socket;

    /// <inheritdoc/>
    public IVchanOffer Listen(uint server, uint client, uint port) =>
        new LoopbackVchanOffer(_rendezvous.Listen(VchanSocketName.FileName(server, client, port)));

    private sealed class LoopbackVchanOffer(ISocketOffer offer) : IVchanOffer
    {
        public async Task<Socket> AcceptAsync(CancellationToken cancellationToken) =>
            await offer.AcceptAsync(cancellationToken);

        public void Dispose() => offer.Dispose();
    }
}

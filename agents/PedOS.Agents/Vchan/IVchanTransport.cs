namespace PedOS.Agents.Vchan;

/// <summary>
/// Opens vchans of one flavour. Disposing gives back what the transport itself holds; channels it made stay open and
/// are their owners'.
/// </summary>
public interface IVchanTransport : IDisposable
{
    /// <summary>Makes a channel for one peer and returns at once; the peer may come later.</summary>
    /// <param name="peerDomain">Machine that may connect; nobody else can.</param>
    /// <param name="port">vchan port.</param>
    /// <param name="minReadRing">Least bytes of the receiving ring.</param>
    /// <param name="minWriteRing">Least bytes of the sending ring.</param>
    /// <exception cref="VchanException">The channel cannot be made, perhaps because the place is read-only.</exception>
    IVchan Listen(uint peerDomain, uint port, int minReadRing, int minWriteRing);

    /// <summary>Connects to a channel that <paramref name="serverDomain"/> makes, waiting until it exists.</summary>
    /// <exception cref="VchanException">It cannot be reached for another reason than not being there yet.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    ValueTask<IVchan> ConnectAsync(uint serverDomain, uint port, CancellationToken cancellationToken);
}

namespace PedOS.Agents.Vchan;

/// <summary>
/// One end of a duplex byte channel between two machines. At most one read and one write may be under way at a time;
/// the two may overlap. There is no half-close: a protocol that needs an end of data has a message for it.
/// </summary>
public interface IVchan : IAsyncDisposable
{
    /// <summary>Which end this is.</summary>
    VchanRole Role { get; }

    /// <summary>Bytes the receiving ring holds.</summary>
    int ReadRingSize { get; }

    /// <summary>Bytes the sending ring holds.</summary>
    int WriteRingSize { get; }

    /// <summary>Where the channel stands now.</summary>
    VchanState State { get; }

    /// <summary>Bytes that can be read now without waiting.</summary>
    int DataReady { get; }

    /// <summary>
    /// Bytes that can be written now without waiting; a flavour that cannot count returns 0 or the ring size.
    /// </summary>
    int Space { get; }

    /// <summary>Completes when the peer is there; at once for a client.</summary>
    /// <exception cref="VchanClosedException">Closed before a peer came.</exception>
    ValueTask WaitForPeerAsync(CancellationToken cancellationToken);

    /// <summary>Reads what is there, waiting for at least one byte.</summary>
    /// <param name="buffer">Where to; when empty the call waits for data and reads none of it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// Bytes read; 0 with a non-empty buffer means that the peer is gone and everything it sent was read.
    /// </returns>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Writes everything, waiting for space as long as it takes.</summary>
    /// <exception cref="VchanClosedException">The peer is gone; part may have been taken.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>
    /// Closes at once, from any thread: waiting reads return 0, waiting writes throw. What was not delivered is lost.
    /// </summary>
    void Abort();
}

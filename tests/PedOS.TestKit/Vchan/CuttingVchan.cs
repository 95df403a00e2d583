using PedOS.Agents.Vchan;

namespace PedOS.TestKit.Vchan;

/// <summary>
/// Loses the peer after a chosen number of bytes, in the middle of a message if that is where it falls.
/// </summary>
/// <param name="inner">The vchan disturbed; aborted at the cut.</param>
/// <param name="readLimit">Bytes that arrive before the cut.</param>
/// <param name="writeLimit">Bytes that leave before the cut.</param>
public sealed class CuttingVchan(IVchan inner, long readLimit = long.MaxValue, long writeLimit = long.MaxValue)
    : DelegatingVchan(inner)
{
    private long _read;
    private long _written;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        long left = readLimit - _read;
        if (left <= 0)
        {
            Inner.Abort();
            return 0;
        }

        int read = await Inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, left)], cancellationToken);
        _read += read;
        return read;
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        long left = writeLimit - _written;
        int size = (int)Math.Min(buffer.Length, left);
        await Inner.WriteAsync(buffer[..size], cancellationToken);
        _written += size;
        if (size < buffer.Length)
        {
            Inner.Abort();
            throw new VchanClosedException("the vchan was cut");
        }
    }
}

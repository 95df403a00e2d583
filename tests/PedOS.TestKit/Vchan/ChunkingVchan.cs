using PedOS.Agents.Vchan;

namespace PedOS.TestKit.Vchan;

/// <summary>
/// Delivers and takes bytes in pieces of chosen sizes, so that no code can count on the boundaries of a write. Between
/// two pieces of a write the peer gets to run.
/// </summary>
public sealed class ChunkingVchan : DelegatingVchan
{
    private readonly Func<long, int> _readSize;
    private readonly Func<long, int> _writeSize;
    private long _read;
    private long _written;

    /// <summary>Chooses the sizes by position.</summary>
    /// <param name="inner">The vchan disturbed.</param>
    /// <param name="readSize">Most bytes of the next read, given how many were read before; at least 1.</param>
    /// <param name="writeSize">The same for writes; null takes writes as they come.</param>
    public ChunkingVchan(IVchan inner, Func<long, int> readSize, Func<long, int>? writeSize = null)
        : base(inner)
    {
        _readSize = readSize;
        _writeSize = writeSize ?? (static _ => int.MaxValue);
    }

    /// <inheritdoc/>
    public override int DataReady => Math.Min(Inner.DataReady, _readSize(_read));

    /// <summary>Every read and write moves at most <paramref name="size"/> bytes.</summary>
    public static ChunkingVchan Every(IVchan inner, int size) => new(inner, _ => size, _ => size);

    /// <summary>What is received is split once, after <paramref name="position"/> bytes.</summary>
    public static ChunkingVchan SplitAt(IVchan inner, long position) =>
        new(inner, read => read < position ? (int)(position - read) : int.MaxValue);

    /// <summary>Sizes 1..<paramref name="max"/> in an order that <paramref name="seed"/> fixes.</summary>
    public static ChunkingVchan Shuffled(IVchan inner, int seed, int max)
    {
        Random reads = new(seed);
        Random writes = new(seed + 1);
        return new ChunkingVchan(inner, _ => reads.Next(1, max + 1), _ => writes.Next(1, max + 1));
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int most = Math.Min(buffer.Length, _readSize(_read));
        int read = await Inner.ReadAsync(buffer[..most], cancellationToken);
        _read += read;
        return read;
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            int size = Math.Min(buffer.Length, _writeSize(_written));
            await Inner.WriteAsync(buffer[..size], cancellationToken);
            _written += size;
            buffer = buffer[size..];
            if (!buffer.IsEmpty)
            {
                await Task.Yield();
            }
        }
    }
}

namespace PedOS.TestKit.RawVchan;

/// <summary>What passed in one direction, kept up to a limit; the count goes on beyond it.</summary>
/// <param name="limit">Bytes kept.</param>
public sealed class ByteRecord(int limit = 1 << 20)
{
    private readonly Lock _gate = new();
    private readonly MemoryStream _kept = new();
    private long _count;

    /// <summary>Bytes that passed.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>The first bytes that passed.</summary>
    public byte[] ToArray()
    {
        lock (_gate)
        {
            return _kept.ToArray();
        }
    }

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        _ = Interlocked.Add(ref _count, bytes.Length);
        lock (_gate)
        {
            _kept.Write(bytes[..Math.Min(bytes.Length, limit - (int)_kept.Length)]);
        }
    }
}

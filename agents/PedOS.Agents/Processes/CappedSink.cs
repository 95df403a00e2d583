namespace PedOS.Agents.Processes;

/// <summary>
/// The output of a call whose answer is short: keeps its beginning and drops what comes after, so that whoever answers
/// too much costs no memory.
/// </summary>
/// <param name="limit">Bytes that are kept; 0 keeps none.</param>
public sealed class CappedSink(int limit) : IByteSink
{
    private readonly byte[] _kept = new byte[limit];
    private int _length;

    /// <summary>What has come, up to the limit.</summary>
    public ReadOnlySpan<byte> Kept => _kept.AsSpan(0, _length);

    /// <summary>Whether more came than was kept.</summary>
    public bool HasOverflowed { get; private set; }

    /// <inheritdoc/>
    public ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        int length = Math.Min(buffer.Length, limit - _length);
        buffer.Span[..length].CopyTo(_kept.AsSpan(_length));
        _length += length;
        HasOverflowed |= length < buffer.Length;
        return new(true);
    }

    /// <inheritdoc/>
    public void Complete()
    {
        // Nobody waits for the end.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // It holds nothing that has to be given back.
    }
}

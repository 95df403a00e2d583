using PedOS.Agents.Processes;

namespace PedOS.Rpc.Clock;

/// <summary>Keeps the beginning of an answer, and the moment at which it came.</summary>
/// <param name="limit">Bytes that are kept.</param>
/// <param name="time">Clock that does not jump.</param>
internal sealed class TimedSink(int limit, TimeProvider time) : IByteSink
{
    // One more than the limit, so that an answer that is too long is not taken for one that fits.
    private readonly CappedSink _sink = new(limit + 1);
    private bool _hasCome;

    /// <summary>What has come.</summary>
    public ReadOnlySpan<byte> Kept => _sink.Kept;

    /// <summary>When the first byte was there, by the clock that does not jump.</summary>
    public long At { get; private set; }

    /// <inheritdoc/>
    public ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        if (!_hasCome && !buffer.IsEmpty)
        {
            (_hasCome, At) = (true, time.GetTimestamp());
        }

        return _sink.WriteAsync(buffer, cancellationToken);
    }

    /// <inheritdoc/>
    public void Complete() => _sink.Complete();

    /// <inheritdoc/>
    public void Dispose() => _sink.Dispose();
}

namespace PedOS.Agents.Processes;

/// <summary>A synchronous stream, written in place: while it has no room its writer waits. Owns the stream.</summary>
/// <param name="stream">The stream.</param>
public sealed class StreamSink(Stream stream) : IByteSink
{
    private bool _completed;

    /// <inheritdoc/>
    public ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) =>
        ValueTask.FromResult(!_completed && Write(buffer.Span));

    /// <inheritdoc/>
    public void Complete()
    {
        _completed = true;
        stream.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private bool Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            stream.Write(bytes);
            stream.Flush();
            return true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return false;
        }
    }
}

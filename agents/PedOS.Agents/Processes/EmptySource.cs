namespace PedOS.Agents.Processes;

/// <summary>The input of a call that sends nothing.</summary>
public sealed class EmptySource : IByteSource
{
    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) => new(0);

    /// <inheritdoc/>
    public void Dispose()
    {
        // It holds nothing.
    }
}

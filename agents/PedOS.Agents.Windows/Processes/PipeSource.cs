using PedOS.Agents.Processes;
using PedOS.Agents.Windows.Pipes;

namespace PedOS.Agents.Windows.Processes;

/// <summary>A program's output.</summary>
/// <param name="pipe">Our end, taken over.</param>
internal sealed class PipeSource(OverlappedPipe pipe) : IByteSource
{
    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        pipe.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => pipe.Dispose();
}

using PedOS.Agents.Processes;
using PedOS.Agents.Windows.Pipes;

namespace PedOS.Agents.Windows.Processes;

/// <summary>A program's input.</summary>
/// <param name="pipe">Our end, taken over.</param>
internal sealed class PipeSink(OverlappedPipe pipe) : IByteSink
{
    /// <inheritdoc/>
    public ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) =>
        pipe.WriteAsync(buffer, cancellationToken);

    /// <summary>Closes our end: the program reads what was written, then the end.</summary>
    public void Complete() => pipe.Dispose();

    /// <inheritdoc/>
    public void Dispose() => pipe.Dispose();
}

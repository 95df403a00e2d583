using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Windows.Pipes;

namespace PedOS.Agents.Windows.LocalEndpoints;

/// <summary>A connected pipe, at either end.</summary>
/// <param name="pipe">The pipe, taken over.</param>
/// <param name="identity">Who is at the other end.</param>
internal sealed class NamedPipeConnection(OverlappedPipe pipe, LocalIdentity identity) : ILocalConnection
{
    /// <inheritdoc/>
    public LocalIdentity Identity { get; } = identity;

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        pipe.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        if (!await pipe.WriteAsync(buffer, cancellationToken))
        {
            throw new IOException("the other end of the pipe is gone");
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        pipe.Dispose();
        return ValueTask.CompletedTask;
    }
}

using Microsoft.Win32.SafeHandles;
using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Windows.Pipes;

namespace PedOS.Agents.Windows.LocalEndpoints;

/// <summary>A connected pipe, at either end.</summary>
internal sealed class NamedPipeConnection : ILocalConnection
{
    private readonly OverlappedPipe _pipe;

    // Null when nothing more can be learned.
    private Func<SafePipeHandle, LocalIdentity, LocalIdentity>? _ofWriter;

    /// <summary>The client's end.</summary>
    /// <param name="pipe">The pipe, taken over.</param>
    /// <param name="server">Who offers it.</param>
    public NamedPipeConnection(OverlappedPipe pipe, LocalIdentity server)
    {
        _pipe = pipe;
        Identity = server;
    }

    /// <summary>The server's end.</summary>
    /// <param name="pipe">The pipe, taken over.</param>
    /// <param name="opener">Who opened it, see <see cref="ClientIdentity.OfOpener"/>.</param>
    /// <param name="ofWriter">Tells after the first read who it is, see <see cref="ClientIdentity.OfWriter"/>.</param>
    public NamedPipeConnection(
        OverlappedPipe pipe, LocalIdentity opener, Func<SafePipeHandle, LocalIdentity, LocalIdentity> ofWriter)
        : this(pipe, opener) => _ofWriter = ofWriter;

    /// <inheritdoc/>
    public LocalIdentity Identity { get; private set; }

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        _ofWriter is null ? _pipe.ReadAsync(buffer, cancellationToken) : ReadFirstAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        if (!await _pipe.WriteAsync(buffer, cancellationToken))
        {
            throw new IOException("the other end of the pipe is gone");
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        // Not disconnected before: that would throw away what the client has not read yet.
        _pipe.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<int> ReadFirstAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int read = await _pipe.ReadAsync(buffer, cancellationToken);
        if (read == 0 || _ofWriter is not { } ofWriter)
        {
            return read;
        }

        Identity = ofWriter(_pipe.Handle, Identity);
        _ofWriter = null;

        // Whom nothing is known of is not served.
        return Identity.Account == LocalIdentity.Unknown ? 0 : read;
    }
}

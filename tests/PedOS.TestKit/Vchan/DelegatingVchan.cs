using PedOS.Agents.Vchan;

namespace PedOS.TestKit.Vchan;

/// <summary>A vchan that passes everything on to another one it owns; faults override what they disturb.</summary>
/// <param name="inner">The vchan disturbed; disposed with this one.</param>
public abstract class DelegatingVchan(IVchan inner) : IVchan
{
    /// <inheritdoc/>
    public VchanRole Role => Inner.Role;

    /// <inheritdoc/>
    public int ReadRingSize => Inner.ReadRingSize;

    /// <inheritdoc/>
    public int WriteRingSize => Inner.WriteRingSize;

    /// <inheritdoc/>
    public VchanState State => Inner.State;

    /// <inheritdoc/>
    public virtual int DataReady => Inner.DataReady;

    /// <inheritdoc/>
    public virtual int Space => Inner.Space;

    /// <summary>The vchan disturbed.</summary>
    protected IVchan Inner { get; } = inner;

    /// <inheritdoc/>
    public ValueTask WaitForPeerAsync(CancellationToken cancellationToken) => Inner.WaitForPeerAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        Inner.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) =>
        Inner.WriteAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public virtual void Abort() => Inner.Abort();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Inner.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

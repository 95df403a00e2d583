using PedOS.Agents.Vchan;

namespace PedOS.TestKit.Vchan;

/// <summary>One end of a <see cref="MemoryVchanPair"/>.</summary>
public sealed class MemoryVchan : IVchan
{
    private readonly MemoryRing _reading;
    private readonly MemoryRing _writing;
    private readonly TaskCompletionSource _connected;
    private int _closed;

    internal MemoryVchan(VchanRole role, MemoryRing reading, MemoryRing writing, TaskCompletionSource connected)
    {
        Role = role;
        _reading = reading;
        _writing = writing;
        _connected = connected;
    }

    /// <inheritdoc/>
    public VchanRole Role { get; }

    /// <inheritdoc/>
    public int ReadRingSize => _reading.Size;

    /// <inheritdoc/>
    public int WriteRingSize => _writing.Size;

    /// <inheritdoc/>
    public VchanState State => IsClosed || Peer!.IsClosed ? VchanState.Disconnected
        : _connected.Task.IsCompletedSuccessfully ? VchanState.Connected : VchanState.Waiting;

    /// <inheritdoc/>
    public int DataReady => _reading.Ready;

    /// <inheritdoc/>
    public int Space => State == VchanState.Disconnected ? 0 : _writing.Space;

    internal MemoryVchan? Peer { get; set; }

    private bool IsClosed => Volatile.Read(ref _closed) != 0;

    /// <inheritdoc/>
    public async ValueTask WaitForPeerAsync(CancellationToken cancellationToken)
    {
        await _connected.Task.WaitAsync(cancellationToken);
        if (IsClosed)
        {
            throw new VchanClosedException();
        }
    }

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        _reading.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            int written = await _writing.WriteSomeAsync(buffer, cancellationToken);
            buffer = written < 0 ? throw new VchanClosedException() : buffer[written..];
        }
    }

    /// <inheritdoc/>
    public void Abort() => Close(drop: true);

    /// <summary>Closes; the peer still reads what was written before.</summary>
    public ValueTask DisposeAsync()
    {
        Close(drop: false);
        return ValueTask.CompletedTask;
    }

    private void Close(bool drop)
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            _ = _connected.TrySetException(new VchanClosedException());
            _ = _connected.Task.Exception;
            _writing.CloseWriter(drop);
            _reading.CloseReader();
        }
    }
}

using PedOS.Agents.Vchan;

namespace PedOS.TestKit.Vchan;

/// <summary>Stops moving bytes after a chosen count, in each direction, until it is told to go on.</summary>
/// <param name="inner">The vchan disturbed.</param>
/// <param name="readLimit">Bytes read before reads stall; by default none.</param>
/// <param name="writeLimit">Bytes written before writes stall; by default none.</param>
public sealed class StallingVchan(IVchan inner, long readLimit = 0, long writeLimit = 0) : DelegatingVchan(inner)
{
    private readonly TaskCompletionSource _resumed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _aborted = new();
    private long _read;
    private long _written;

    /// <summary>Completes when the first operation waits.</summary>
    public Task Stalled => _stalled.Task;

    /// <inheritdoc/>
    public override int DataReady => (int)Math.Min(Inner.DataReady, ReadLeft);

    /// <inheritdoc/>
    public override int Space => (int)Math.Min(Inner.Space, WriteLeft);

    private long ReadLeft => _resumed.Task.IsCompleted ? long.MaxValue : readLimit - _read;

    private long WriteLeft => _resumed.Task.IsCompleted ? long.MaxValue : writeLimit - _written;

    /// <summary>Both directions move again, for good.</summary>
    public void Resume() => _resumed.TrySetResult();

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (ReadLeft <= 0 && !await WaitAsync(cancellationToken))
        {
            return 0;
        }

        int read = await Inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, ReadLeft)], cancellationToken);
        _read += read;
        return read;
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            if (WriteLeft <= 0 && !await WaitAsync(cancellationToken))
            {
                throw new VchanClosedException();
            }

            int size = (int)Math.Min(buffer.Length, WriteLeft);
            await Inner.WriteAsync(buffer[..size], cancellationToken);
            _written += size;
            buffer = buffer[size..];
        }
    }

    /// <inheritdoc/>
    public override void Abort()
    {
        _aborted.Cancel();
        Inner.Abort();
    }

    private async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        _ = _stalled.TrySetResult();
        using CancellationTokenSource both =
            CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _aborted.Token);
        try
        {
            await _resumed.Task.WaitAsync(both.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Aborted: the caller sees a closed channel, as with a real one.
            return false;
        }
    }
}

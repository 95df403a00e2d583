namespace PedOS.Agents.Processes;

/// <summary>
/// Something that can only be read by waiting (terminal, file, synchronous pipe), read by a thread of its own. The
/// thread ends with the process: a read of a terminal cannot be called back. What waits for a read goes on on that
/// thread; it may block there, but not until another read of the same source.
/// </summary>
public sealed class ThreadedSource : IByteSource
{
    private const int BufferSize = 65536;

    // A piece and the end. With more, a long input would keep the thread of its caller from everything else.
    private const int ReadsInPlace = 2;

    private readonly Func<byte[], int> _read;
    private readonly Func<bool>? _isReady;
    private readonly byte[] _buffer = new byte[BufferSize];

    // Never disposed, like the buffer: the thread may hold them until the process ends.
#pragma warning disable CA2213
    private readonly SemaphoreSlim _wanted = new(0, 1);
#pragma warning restore CA2213

    private TaskCompletionSource _filled = new();

    private Thread? _thread;
    private int _start;
    private int _end;
    private int _reads;
    private bool _reading;
    private bool _ended;

    /// <summary>Creates the source.</summary>
    /// <param name="read">Fills the buffer from its start, waiting for at least one byte; 0 or less is the end.</param>
    /// <param name="isReady">
    /// Whether a read would not wait. Asked before there is a thread: an input that is empty or short needs none.
    /// </param>
    public ThreadedSource(Func<byte[], int> read, Func<bool>? isReady = null) => (_read, _isReady) = (read, isReady);

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        // A read that was given up is still under way, or has left its bytes: they are the next ones.
        if (_reading || (_start == _end && !_ended))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_thread is null && _reads < ReadsInPlace && _isReady?.Invoke() == true)
            {
                _reads++;
                Fill();
            }
            else
            {
                Begin();
                await _filled.Task.WaitAsync(cancellationToken);
                _reading = false;
            }
        }

        int count = Math.Min(buffer.Length, _end - _start);
        _buffer.AsMemory(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // It all goes with the process.
    }

    private void Begin()
    {
        if (_reading)
        {
            return;
        }

        _reading = true;
        _filled = new TaskCompletionSource();
        if (_thread is null)
        {
            _thread = new Thread(Work) { IsBackground = true, Name = "blocking-reads" };
            _thread.Start();
        }

        _ = _wanted.Release();
    }

    private void Work()
    {
        while (!_ended)
        {
            _wanted.Wait();
            Fill();
            _filled.SetResult();
        }
    }

    private void Fill()
    {
        int read = Math.Max(0, _read(_buffer));
        (_start, _end) = (0, read);
        _ended = read == 0;
    }
}

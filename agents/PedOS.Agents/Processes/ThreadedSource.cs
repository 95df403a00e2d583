namespace PedOS.Agents.Processes;

/// <summary>
/// Something that can only be read by waiting (terminal, file, synchronous pipe), read by a thread of its own. The
/// thread ends with the process: a read of a terminal cannot be called back.
/// </summary>
public sealed class ThreadedSource : IByteSource
{
    private const int BufferSize = 65536;

    private readonly Func<byte[], int> _read;
    private readonly byte[] _buffer = new byte[BufferSize];

    // Never disposed, like the buffer: the thread may hold them until the process ends.
#pragma warning disable CA2213
    private readonly SemaphoreSlim _wanted = new(0, 1);
    private readonly SemaphoreSlim _filled = new(0, 1);
#pragma warning restore CA2213

    private Thread? _thread;
    private int _start;
    private int _end;
    private bool _reading;
    private bool _ended;

    /// <summary>Creates the source.</summary>
    /// <param name="read">Fills the buffer from its start, waiting for at least one byte; 0 or less is the end.</param>
    public ThreadedSource(Func<byte[], int> read) => _read = read;

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_start == _end && !_ended)
        {
            Begin();
            await _filled.WaitAsync(cancellationToken);
            _reading = false;
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
            // A read that was given up is still under way; its bytes are the next ones.
            return;
        }

        _reading = true;
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
            int read = Math.Max(0, _read(_buffer));
            (_start, _end) = (0, read);
            _ended = read == 0;
            _ = _filled.Release();
        }
    }
}

using PedOS.Agents.Posix.Native;
using PedOS.Agents.Processes;

namespace PedOS.Agents.Posix.Streams;

/// <summary>
/// A descriptor of any kind (terminal, file, pipe) read by a thread of its own. The thread dies with the process: a
/// blocked read of a terminal cannot be called back.
/// </summary>
internal sealed class BlockingSource(int descriptor) : IByteSource
{
    private const int BufferSize = 65536;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);

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

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_start == _end && !_ended)
        {
            Begin();
            await _filled.WaitAsync(cancellationToken).ConfigureAwait(false);
            _reading = false;
        }

        int count = Math.Min(buffer.Length, _end - _start);
        _buffer.AsMemory(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

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
            _thread = new Thread(Work) { IsBackground = true, Name = "standard-input" };
            _thread.Start();
        }

        _ = _wanted.Release();
    }

    private void Work()
    {
        while (!_ended)
        {
            _wanted.Wait();
            int read = Read();
            (_start, _end) = (0, read);
            _ended = read == 0;
            _ = _filled.Release();
        }
    }

    // An error is an end: there is nothing more to come.
    private unsafe int Read()
    {
        nint read;
        do
        {
            fixed (byte* bytes = _buffer)
            {
                read = Libc.read(descriptor, bytes, BufferSize);
            }
        }
        while (read < 0 && Libc.IsTemporary(descriptor, Libc.POLLIN));
        return Math.Max(0, (int)read);
    }
}

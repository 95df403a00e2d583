namespace PedOS.TestKit.Vchan;

/// <summary>One direction of a memory vchan: a bounded ring with one reader and one writer.</summary>
internal sealed class MemoryRing(int size)
{
    private readonly byte[] _bytes = new byte[size];
    private readonly Lock _gate = new();
    private readonly RingSignal _dataSignal = new();
    private readonly RingSignal _spaceSignal = new();
    private int _head;
    private int _count;
    private bool _writerGone;
    private bool _readerGone;

    public int Size => _bytes.Length;

    /// <summary>Whether both ends are there.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                return !_readerGone && !_writerGone;
            }
        }
    }

    public int Ready
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    public int Space
    {
        get
        {
            lock (_gate)
            {
                return _bytes.Length - _count;
            }
        }
    }

    /// <summary>
    /// Reads at least one byte; 0 at the end, or when <paramref name="buffer"/> is empty and data is there.
    /// </summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            ValueTask wait;
            lock (_gate)
            {
                if (_readerGone)
                {
                    return 0;
                }

                if (_count > 0)
                {
                    return Take(buffer.Span);
                }

                if (_writerGone)
                {
                    return 0;
                }

                wait = _dataSignal.Arm(cancellationToken);
            }

            await wait;
        }
    }

    /// <summary>Writes a first part, waiting for room.</summary>
    /// <returns>Bytes taken; -1 when one of the two ends is gone.</returns>
    public async ValueTask<int> WriteSomeAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            ValueTask wait;
            lock (_gate)
            {
                if (_readerGone || _writerGone)
                {
                    return -1;
                }

                if (_count < _bytes.Length)
                {
                    return Put(buffer.Span);
                }

                wait = _spaceSignal.Arm(cancellationToken);
            }

            await wait;
        }
    }

    /// <summary>The writing end closes. What it wrote stays readable unless <paramref name="drop"/>.</summary>
    public void CloseWriter(bool drop)
    {
        lock (_gate)
        {
            _writerGone = true;
            if (drop)
            {
                _count = 0;
            }
        }

        _dataSignal.Set();
        _spaceSignal.Set();
    }

    /// <summary>The reading end closes.</summary>
    public void CloseReader()
    {
        lock (_gate)
        {
            _readerGone = true;
            _count = 0;
        }

        _dataSignal.Set();
        _spaceSignal.Set();
    }

    private int Take(Span<byte> destination)
    {
        int taken = Math.Min(destination.Length, _count);
        int first = Math.Min(taken, _bytes.Length - _head);
        _bytes.AsSpan(_head, first).CopyTo(destination);
        _bytes.AsSpan(0, taken - first).CopyTo(destination[first..]);
        _head = (_head + taken) % _bytes.Length;
        _count -= taken;
        if (taken > 0)
        {
            _spaceSignal.Set();
        }

        return taken;
    }

    private int Put(ReadOnlySpan<byte> source)
    {
        int put = Math.Min(source.Length, _bytes.Length - _count);
        int tail = (_head + _count) % _bytes.Length;
        int first = Math.Min(put, _bytes.Length - tail);
        source[..first].CopyTo(_bytes.AsSpan(tail));
        source[first..put].CopyTo(_bytes);
        _count += put;
        if (put > 0)
        {
            _dataSignal.Set();
        }

        return put;
    }
}

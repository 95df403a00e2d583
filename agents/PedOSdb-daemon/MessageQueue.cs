using System.Buffers;
using PedOS.Protocols.Database;

namespace PedOS.DatabaseDaemon;

/// <summary>
/// Messages for one receiver, which takes all of them at once. Bounded: who does not read is given up.
/// </summary>
/// <param name="maxBytes">Bytes that may wait.</param>
internal sealed class MessageQueue(int maxBytes) : IDisposable
{
    private readonly Lock _lock = new();
    private byte[] _bytes = [];
    private int _length;
    private bool _isClosed;

    /// <summary>Wakes the receiver; called without a lock.</summary>
    public WakeUp Filled { get; } = new();

    /// <summary>Whether more came than may wait: the receiver must be given up.</summary>
    public bool HasOverflowed { get; private set; }

    /// <summary>Puts a message at the end. The receiver is woken by the caller, when it holds no lock.</summary>
    public void Add(DatabaseMessageType type, ReadOnlySpan<byte> path, ReadOnlySpan<byte> data = default)
    {
        lock (_lock)
        {
            int size = DatabaseWriter.Size(data.Length);
            if (_isClosed || HasOverflowed || size > maxBytes - _length)
            {
                HasOverflowed = true;
                return;
            }

            if (_bytes.Length - _length < size)
            {
                Grow(size);
            }

            _length += DatabaseWriter.Write(_bytes.AsSpan(_length), type, path, data);
        }
    }

    /// <summary>Gives the receiver up, as if too much waited.</summary>
    public void Overflow()
    {
        lock (_lock)
        {
            HasOverflowed = true;
        }
    }

    /// <summary>Takes what waits.</summary>
    /// <returns>To be given to <see cref="Return"/>; empty when nothing waits.</returns>
    public ArraySegment<byte> TakeAll()
    {
        lock (_lock)
        {
            ArraySegment<byte> all = new(_bytes, 0, _length);
            _bytes = [];
            _length = 0;
            return all;
        }
    }

    /// <summary>Gives memory back.</summary>
    public static void Return(ArraySegment<byte> taken)
    {
        if (taken.Array is { Length: > 0 } array)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
        }

        Return(TakeAll());
    }

    private void Grow(int size)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + size, 2 * _length));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        Return(_bytes);
        _bytes = larger;
    }
}

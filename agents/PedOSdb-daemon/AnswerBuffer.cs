using System.Buffers;
using PedOS.Protocols.Database;

namespace PedOS.DatabaseDaemon;

/// <summary>
/// Answers of one client that go out together. Whole messages, and so few bytes that the system takes all or none of
/// them: the original's client library cannot put a header together from two reads.
/// </summary>
internal sealed class AnswerBuffer : IDisposable
{
    // Below the 49 KiB that Linux puts into one buffer of a Unix socket.
    private const int Size = 32768;

    private byte[] _bytes = [];
    private int _length;

    /// <summary>What is to be sent.</summary>
    public ReadOnlyMemory<byte> Filled => _bytes.AsMemory(0, _length);

    /// <summary>Whether the longest message still fits.</summary>
    public bool HasRoom => Size - _length >= DatabaseAbi.MaxMessage;

    /// <summary>Adds a message; there must be room.</summary>
    public void Add(DatabaseMessageType type, ReadOnlySpan<byte> path)
    {
        Prepare();
        _length += DatabaseWriter.Write(_bytes.AsSpan(_length), type, path);
    }

    /// <summary>Adds an entry as the answer to a READ, LIST or MULTIREAD; there must be room.</summary>
    public void Add(DatabaseMessageType type, StoredEntry entry)
    {
        Prepare();
        ReadOnlySpan<byte> message = entry.Message;
        Span<byte> answer = _bytes.AsSpan(_length);
        if (type == DatabaseMessageType.RespList)
        {
            message = message[..DatabaseAbi.HeaderSize];
            message.CopyTo(answer);
            answer[DatabaseAbi.LengthOffset..DatabaseAbi.HeaderSize].Clear();
        }
        else
        {
            message.CopyTo(answer);
        }

        answer[0] = (byte)type;
        _length += message.Length;
    }

    /// <summary>They were sent.</summary>
    public void Clear()
    {
        _length = 0;
        if (_bytes.Length > 0)
        {
            // A client that is silent for days holds no memory for answers.
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();

    private void Prepare()
    {
        if (_bytes.Length == 0)
        {
            _bytes = ArrayPool<byte>.Shared.Rent(Size);
        }
    }
}

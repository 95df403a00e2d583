namespace PedOS.Protocols.Qrexec;

/// <summary>
/// Cuts what arrives on a data channel into messages, in a buffer of the caller: the HELLO first, then data messages.
/// One reader at a time; no allocation per message.
/// </summary>
/// <remarks>
/// <see cref="Attach"/> a buffer, receive into <see cref="Free"/>, tell how much came with <see cref="Advance"/>, then
/// take messages until <see cref="ReadStatus.NeedMore"/>.
/// </remarks>
public sealed class DataFrameReader
{
    /// <summary>Smallest buffer: the longest message of any version.</summary>
    public const int MinBuffer = QrexecAbi.HeaderSize + QrexecAbi.MAX_DATA_CHUNK_V3;

    private Memory<byte> _buffer;
    private int _start;
    private int _end;
    private int _maxBody = -1;

    /// <summary>Creates a reader without a buffer.</summary>
    public DataFrameReader()
    {
    }

    /// <summary>Creates a reader with its buffer, see <see cref="Attach"/>.</summary>
    public DataFrameReader(Memory<byte> buffer) => Attach(buffer);

    /// <summary>Gives the reader its buffer, which is the reader's until <see cref="Detach"/>.</summary>
    /// <param name="buffer">At least <see cref="MinBuffer"/> bytes.</param>
    /// <exception cref="ArgumentException">The buffer is too small.</exception>
    /// <exception cref="InvalidOperationException">Bytes of a message lie in another buffer.</exception>
    public void Attach(Memory<byte> buffer)
    {
        if (buffer.Length < MinBuffer)
        {
            throw new ArgumentException($"at least {MinBuffer} bytes are needed", nameof(buffer));
        }

        Detach();
        _buffer = buffer;
    }

    /// <summary>Takes the buffer away, so that an idle channel need not keep one.</summary>
    /// <exception cref="InvalidOperationException">Bytes of a message lie in it.</exception>
    public void Detach()
    {
        if (!IsEmpty)
        {
            throw new InvalidOperationException("the buffer still holds a part of a message");
        }

        (_buffer, _start, _end) = (default, 0, 0);
    }

    /// <summary>
    /// Whether every byte received was taken; false at the end of the channel means a message was cut off.
    /// </summary>
    public bool IsEmpty => _start == _end;

    /// <summary>
    /// Room to receive into, never empty once a read returned <see cref="ReadStatus.NeedMore"/>. Bodies handed out
    /// before are invalid from here on.
    /// </summary>
    public Memory<byte> Free
    {
        get
        {
            if (_start == _end)
            {
                _start = _end = 0;
            }
            else if (_start > 0 && _buffer.Length - _start < MinBuffer)
            {
                // Only a message that would not fit any more is moved, and only its beginning is there yet.
                _buffer.Span[_start.._end].CopyTo(_buffer.Span);
                (_start, _end) = (0, _end - _start);
            }

            return _buffer[_end..];
        }
    }

    /// <summary>Tells how many bytes were received into <see cref="Free"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than there was room for, or negative.</exception>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length - _end);
        _end += count;
    }

    /// <summary>Takes the HELLO, which also settles the longest body.</summary>
    /// <param name="version">Version both ends speak from now on, when done.</param>
    /// <exception cref="ProtocolException">See <see cref="Hello.TryRead"/>.</exception>
    public ReadStatus TryReadHello(out uint version)
    {
        ReadStatus status = Hello.TryRead(_buffer.Span[_start.._end], out version, out int consumed);
        if (status == ReadStatus.Done)
        {
            _start += consumed;
            _maxBody = QrexecAbi.MaxDataChunk(version);
        }

        return status;
    }

    /// <summary>Takes the next message.</summary>
    /// <param name="header">Its header when done.</param>
    /// <param name="body">Its body when done, in the caller's buffer; valid until <see cref="Free"/> is used.</param>
    /// <exception cref="ProtocolException">QrexecBodyTooLong. The channel cannot be trusted any more.</exception>
    /// <exception cref="InvalidOperationException">The HELLO was not taken yet.</exception>
    public ReadStatus TryRead(out MessageHeader header, out ReadOnlyMemory<byte> body)
    {
        if (_maxBody < 0)
        {
            throw new InvalidOperationException("the HELLO comes first");
        }

        body = default;
        ReadStatus status = MessageFrame.TryRead(
            _buffer.Span[_start.._end], _maxBody, out header, out _, out int consumed);
        if (status == ReadStatus.Done)
        {
            body = _buffer[(_start + QrexecAbi.HeaderSize)..(_start + consumed)];
            _start += consumed;
        }

        return status;
    }
}

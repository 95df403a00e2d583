namespace PedOS.Protocols.Qrexec;

/// <summary>Finds whole messages in a byte stream; knows nothing of what they mean.</summary>
public static class MessageFrame
{
    /// <summary>Reads one message from the start of <paramref name="buffer"/>.</summary>
    /// <param name="buffer">Bytes received and not yet consumed.</param>
    /// <param name="maxBody">Longest body allowed in this place.</param>
    /// <param name="header">The header, valid as soon as 8 bytes are there, even when more are needed.</param>
    /// <param name="body">The body when <see cref="ReadStatus.Done"/>; points into <paramref name="buffer"/>.</param>
    /// <param name="consumed">Bytes of the whole frame when done, else 0.</param>
    /// <exception cref="ProtocolException">
    /// QrexecBodyTooLong: announced before a byte of the body is awaited.
    /// </exception>
    public static ReadStatus TryRead(
        ReadOnlySpan<byte> buffer, int maxBody, out MessageHeader header, out ReadOnlySpan<byte> body, out int consumed)
    {
        header = default;
        body = default;
        consumed = 0;
        if (buffer.Length < QrexecAbi.HeaderSize)
        {
            return ReadStatus.NeedMore;
        }

        header = MessageHeader.Read(buffer);
        if (header.Length > (uint)maxBody)
        {
            throw new ProtocolException(
                "QrexecBodyTooLong",
                $"message 0x{(uint)header.Type:x} announces {header.Length} bytes, allowed are {maxBody}");
        }

        int total = QrexecAbi.HeaderSize + (int)header.Length;
        if (buffer.Length < total)
        {
            return ReadStatus.NeedMore;
        }

        body = buffer[QrexecAbi.HeaderSize..total];
        consumed = total;
        return ReadStatus.Done;
    }

    /// <summary>Builds one message, header and body in one piece.</summary>
    public static byte[] Build(MessageType type, ReadOnlySpan<byte> body)
    {
        byte[] frame = new byte[checked(QrexecAbi.HeaderSize + body.Length)];
        new MessageHeader(type, (uint)body.Length).Write(frame);
        body.CopyTo(frame.AsSpan(QrexecAbi.HeaderSize));
        return frame;
    }
}

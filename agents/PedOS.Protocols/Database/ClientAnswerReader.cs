namespace PedOS.Protocols.Database;

/// <summary>Reads what a daemon sends to its client.</summary>
public static class ClientAnswerReader
{
    /// <summary>Reads one message from the start of <paramref name="buffer"/>.</summary>
    /// <param name="buffer">Bytes received and not yet consumed.</param>
    /// <param name="message">The message when done; points into <paramref name="buffer"/>.</param>
    /// <param name="consumed">Bytes of the whole message when done, else 0.</param>
    /// <exception cref="ProtocolException">
    /// DatabaseType, DatabasePath, DatabaseLength, DatabaseValue. After any of them the stream cannot be trusted.
    /// </exception>
    public static ReadStatus TryRead(ReadOnlySpan<byte> buffer, out DatabaseMessage message, out int consumed)
    {
        message = default;
        consumed = 0;
        if (buffer.Length < DatabaseAbi.HeaderSize)
        {
            return ReadStatus.NeedMore;
        }

        // Judged as soon as it is there: a bad header must not make us wait for its data.
        DatabaseHeader header = DatabaseHeader.Read(buffer);
        Check(header);
        int total = DatabaseWriter.Size((int)header.Length);
        if (buffer.Length < total)
        {
            return ReadStatus.NeedMore;
        }

        ReadOnlySpan<byte> data = buffer[DatabaseAbi.HeaderSize..total];
        if (data.Contains((byte)0))
        {
            throw new ProtocolException("DatabaseValue", "the daemon sent a value with a NUL");
        }

        message = new DatabaseMessage(header.Type, header.Path, data);
        consumed = total;
        return ReadStatus.Done;
    }

    private static void Check(DatabaseHeader header)
    {
        if (header.Type is < DatabaseMessageType.RespOk or > DatabaseMessageType.RespWatch)
        {
            throw new ProtocolException("DatabaseType", $"message {(byte)header.Type} is no answer of a daemon");
        }

        // An error echoes what was asked for, and that may be why it is one.
        if (header.Type != DatabaseMessageType.RespError && !DatabasePath.IsLegal(header.Path))
        {
            throw new ProtocolException("DatabasePath", $"answer {(byte)header.Type} has an impossible path");
        }

        int longest = header.Type == DatabaseMessageType.RespRead
            || (header.Type == DatabaseMessageType.RespMultiRead && !header.Path.IsEmpty)
            ? DatabaseAbi.MaxValue
            : 0;
        if (header.Length > (uint)longest)
        {
            throw new ProtocolException(
                "DatabaseLength",
                $"answer {(byte)header.Type} announces {header.Length} bytes, allowed are {longest}");
        }
    }
}

namespace PedOS.Protocols.Database;

/// <summary>
/// Reads what one side of the channel between two databases sends, and holds it to the order of the protocol: the
/// entries of one sync, then changes. Every violation is fatal for the channel.
/// </summary>
/// <param name="sender">Whose messages these are.</param>
public sealed class LinkReader(LinkSender sender)
{
    /// <summary>
    /// Whether the sync is over: its end was read (from dom0), or its request was (from the machine).
    /// </summary>
    public bool IsSynced { get; private set; }

    /// <summary>Reads one message from the start of <paramref name="buffer"/>.</summary>
    /// <param name="buffer">Bytes received and not yet consumed.</param>
    /// <param name="message">
    /// The message when done; points into <paramref name="buffer"/>. The value of a WRITE may hold a NUL, which is
    /// answered with RESP_ERROR and not fatal; every other part may be used as it is.
    /// </param>
    /// <param name="consumed">Bytes of the whole message when done, else 0.</param>
    /// <exception cref="ProtocolException">
    /// DatabaseType, DatabaseOrder (a type not allowed now), DatabasePath, DatabaseLength, DatabaseValue.
    /// </exception>
    public ReadStatus TryRead(ReadOnlySpan<byte> buffer, out DatabaseMessage message, out int consumed)
    {
        message = default;
        consumed = 0;
        if (buffer.Length < DatabaseAbi.HeaderSize)
        {
            return ReadStatus.NeedMore;
        }

        DatabaseHeader header = DatabaseHeader.Read(buffer);
        CheckType(header.Type);
        CheckPath(header.Type, header.Path);
        int longest = header.Type == DatabaseMessageType.Write
            || (header.Type == DatabaseMessageType.RespMultiRead && !header.Path.IsEmpty)
            ? DatabaseAbi.MaxValue
            : 0;
        if (header.Length > (uint)longest)
        {
            throw new ProtocolException(
                "DatabaseLength",
                $"message {(byte)header.Type} announces {header.Length} bytes, allowed are {longest}");
        }

        int total = DatabaseWriter.Size((int)header.Length);
        if (buffer.Length < total)
        {
            return ReadStatus.NeedMore;
        }

        ReadOnlySpan<byte> data = buffer[DatabaseAbi.HeaderSize..total];
        if (header.Type == DatabaseMessageType.RespMultiRead && data.Contains((byte)0))
        {
            throw new ProtocolException("DatabaseValue", "an entry of the sync has a value with a NUL");
        }

        IsSynced |= header.Type == DatabaseMessageType.MultiRead
            || (header.Type == DatabaseMessageType.RespMultiRead && header.Path.IsEmpty);
        message = new DatabaseMessage(header.Type, header.Path, data);
        consumed = total;
        return ReadStatus.Done;
    }

    private void CheckType(DatabaseMessageType type)
    {
        bool isInOrder;
        switch (type)
        {
            case DatabaseMessageType.RespOk or DatabaseMessageType.RespError:
                return;
            case DatabaseMessageType.Write or DatabaseMessageType.Rm:
                // dom0 forwards nothing before it has answered the request for a sync.
                isInOrder = IsSynced || sender == LinkSender.Machine;
                break;
            case DatabaseMessageType.RespMultiRead when sender == LinkSender.Dom0:
            case DatabaseMessageType.MultiRead when sender == LinkSender.Machine:
                isInOrder = !IsSynced;
                break;
            default:
                throw new ProtocolException("DatabaseType", $"message {(byte)type} does not belong between databases");
        }

        if (!isInOrder)
        {
            throw new ProtocolException(
                "DatabaseOrder", $"message {(byte)type} {(IsSynced ? "after" : "before the end of")} the sync");
        }
    }

    private static void CheckPath(DatabaseMessageType type, ReadOnlySpan<byte> path)
    {
        bool fits = type switch
        {
            DatabaseMessageType.Write => DatabasePath.IsStorable(path),
            DatabaseMessageType.RespMultiRead => path.IsEmpty || DatabasePath.IsStorable(path),
            DatabaseMessageType.MultiRead => path.IsEmpty,
            _ => DatabasePath.IsLegal(path),
        };
        if (!fits)
        {
            throw new ProtocolException("DatabasePath", $"message {(byte)type} has an impossible path");
        }
    }
}

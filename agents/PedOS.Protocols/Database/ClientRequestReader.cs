namespace PedOS.Protocols.Database;

/// <summary>
/// Reads what one local client sends. A request of a wrong form is skipped with the data it announces, however long,
/// without ever being held.
/// </summary>
public sealed class ClientRequestReader
{
    private readonly byte[] _refusedPath = new byte[DatabaseAbi.MaxPath];
    private int _refusedLength;
    private DatabaseMessageType _refusedType;
    private uint _skip;
    private bool _isSkipping;

    /// <summary>Reads one request from the start of <paramref name="buffer"/>.</summary>
    /// <param name="buffer">Bytes received and not yet consumed.</param>
    /// <param name="request">The request when done, valid until the next call.</param>
    /// <param name="consumed">Bytes used up; with <see cref="ReadStatus.NeedMore"/> those that are skipped.</param>
    /// <exception cref="ProtocolException">
    /// DatabaseReadData: a READ with data. The client must be disconnected.
    /// </exception>
    public ReadStatus TryRead(ReadOnlySpan<byte> buffer, out ClientRequest request, out int consumed)
    {
        request = default;
        consumed = 0;
        if (!_isSkipping)
        {
            if (buffer.Length < DatabaseAbi.HeaderSize)
            {
                return ReadStatus.NeedMore;
            }

            DatabaseHeader header = DatabaseHeader.Read(buffer);
            if (IsAcceptable(header))
            {
                int total = DatabaseWriter.Size((int)header.Length);
                if (buffer.Length < total)
                {
                    return ReadStatus.NeedMore;
                }

                consumed = total;
                request = new ClientRequest(
                    header.Type, header.Path, buffer[DatabaseAbi.HeaderSize..total], isRefused: false);
                return ReadStatus.Done;
            }

            header.Path.CopyTo(_refusedPath);
            _refusedLength = header.Path.Length;
            _refusedType = header.Type;
            _skip = header.Length;
            _isSkipping = true;
            consumed = DatabaseAbi.HeaderSize;
        }

        int skipped = (int)Math.Min(_skip, (uint)(buffer.Length - consumed));
        consumed += skipped;
        _skip -= (uint)skipped;
        if (_skip > 0)
        {
            return ReadStatus.NeedMore;
        }

        _isSkipping = false;
        request = new ClientRequest(_refusedType, _refusedPath.AsSpan(0, _refusedLength), default, isRefused: true);
        return ReadStatus.Done;
    }

    private static bool IsAcceptable(DatabaseHeader header)
    {
        if (header.Type > DatabaseMessageType.Unwatch || !DatabasePath.IsLegal(header.Path)
            || header.Length > DatabaseAbi.MaxValue)
        {
            return false;
        }

        return header.Length == 0 || header.Type switch
        {
            DatabaseMessageType.Write => true,
            DatabaseMessageType.Read => throw new ProtocolException(
                "DatabaseReadData", $"a READ announces {header.Length} bytes of data, allowed are none"),
            _ => false,
        };
    }
}

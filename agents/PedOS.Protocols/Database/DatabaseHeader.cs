using System.Buffers.Binary;

namespace PedOS.Protocols.Database;

/// <summary>The 72 bytes before the data of a message, as received: nothing in it has been judged yet.</summary>
public readonly ref struct DatabaseHeader
{
    private DatabaseHeader(DatabaseMessageType type, ReadOnlySpan<byte> path, uint length)
    {
        Type = type;
        Path = path;
        Length = length;
    }

    /// <summary>Type of the message.</summary>
    public DatabaseMessageType Type { get; }

    /// <summary>
    /// The path up to its NUL, at most 63 bytes: the last byte of the field counts as NUL whatever it holds, as in the
    /// original. Points into the source.
    /// </summary>
    public ReadOnlySpan<byte> Path { get; }

    /// <summary>Bytes of the data that follow.</summary>
    public uint Length { get; }

    /// <summary>Reads the first 72 bytes of <paramref name="source"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 72 bytes.</exception>
    public static DatabaseHeader Read(ReadOnlySpan<byte> source)
    {
        ReadOnlySpan<byte> path = source.Slice(DatabaseAbi.PathOffset, DatabaseAbi.MaxPath);
        int end = path.IndexOf((byte)0);
        return new DatabaseHeader(
            (DatabaseMessageType)source[0],
            end < 0 ? path : path[..end],
            BinaryPrimitives.ReadUInt32LittleEndian(source[DatabaseAbi.LengthOffset..]));
    }
}

using System.Buffers.Binary;

namespace PedOS.Protocols.Database;

/// <summary>Writes messages. The bytes without meaning are zero.</summary>
public static class DatabaseWriter
{
    /// <summary>Bytes of a message with this much data.</summary>
    public static int Size(int dataLength) => DatabaseAbi.HeaderSize + dataLength;

    /// <summary>Writes one message to the start of <paramref name="destination"/>.</summary>
    /// <returns>Bytes written.</returns>
    /// <exception cref="ArgumentException">The path holds a NUL or does not fit, or there is too much data.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The destination is too small.</exception>
    public static int Write(
        Span<byte> destination, DatabaseMessageType type, ReadOnlySpan<byte> path, ReadOnlySpan<byte> data = default)
    {
        if (path.Length > DatabaseAbi.MaxPath || path.Contains((byte)0))
        {
            throw new ArgumentException("a path has at most 63 bytes and no NUL", nameof(path));
        }

        if (data.Length > DatabaseAbi.MaxValue)
        {
            throw new ArgumentException($"a value has at most {DatabaseAbi.MaxValue} bytes", nameof(data));
        }

        Span<byte> message = destination[..Size(data.Length)];
        message[..DatabaseAbi.HeaderSize].Clear();
        message[0] = (byte)type;
        path.CopyTo(message[DatabaseAbi.PathOffset..]);
        BinaryPrimitives.WriteInt32LittleEndian(message[DatabaseAbi.LengthOffset..], data.Length);
        data.CopyTo(message[DatabaseAbi.HeaderSize..]);
        return message.Length;
    }

    /// <summary>Builds one message.</summary>
    /// <exception cref="ArgumentException">The path holds a NUL or does not fit, or there is too much data.</exception>
    public static byte[] Build(
        DatabaseMessageType type, ReadOnlySpan<byte> path, ReadOnlySpan<byte> data = default)
    {
        byte[] message = new byte[Size(data.Length)];
        _ = Write(message, type, path, data);
        return message;
    }
}

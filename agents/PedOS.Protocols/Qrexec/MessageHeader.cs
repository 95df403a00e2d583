using System.Buffers.Binary;

namespace PedOS.Protocols.Qrexec;

/// <summary>The 8 bytes before every message: u32 type, u32 length of the body.</summary>
/// <param name="Type">Type of the message.</param>
/// <param name="Length">Bytes of the body; as received, not yet compared with any limit.</param>
public readonly record struct MessageHeader(MessageType Type, uint Length)
{
    /// <summary>Reads the first 8 bytes of <paramref name="source"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 8 bytes.</exception>
    public static MessageHeader Read(ReadOnlySpan<byte> source) => new(
        (MessageType)BinaryPrimitives.ReadUInt32LittleEndian(source),
        BinaryPrimitives.ReadUInt32LittleEndian(source[4..]));

    /// <summary>Writes 8 bytes to the start of <paramref name="destination"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 8 bytes of room.</exception>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, (uint)Type);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], Length);
    }
}

using System.Buffers.Binary;

namespace PedOS.Protocols.Qrexec;

/// <summary>The handshake, first message on every channel: HELLO with a 4-byte version.</summary>
public static class Hello
{
    /// <summary>Bytes of a whole HELLO message.</summary>
    public const int FrameSize = QrexecAbi.HeaderSize + 4;

    /// <summary>Builds the HELLO that announces <paramref name="version"/>.</summary>
    public static byte[] Build(uint version = QrexecAbi.QREXEC_PROTOCOL_VERSION)
    {
        Span<byte> body = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(body, version);
        return MessageFrame.Build(MessageType.Hello, body);
    }

    /// <summary>Reads the peer's HELLO and settles the version: the smaller of both.</summary>
    /// <param name="buffer">Bytes received so far.</param>
    /// <param name="version">Version both ends speak from now on, 2..4.</param>
    /// <param name="consumed">12 when done, else 0.</param>
    /// <exception cref="ProtocolException">
    /// QrexecHelloExpected: something else came first. QrexecVersionUnsupported: the peer is older than protocol 2.
    /// </exception>
    public static ReadStatus TryRead(ReadOnlySpan<byte> buffer, out uint version, out int consumed)
    {
        version = 0;
        consumed = 0;
        if (buffer.Length < QrexecAbi.HeaderSize)
        {
            return ReadStatus.NeedMore;
        }

        MessageHeader header = MessageHeader.Read(buffer);
        if (header.Type != MessageType.Hello || header.Length != 4)
        {
            throw new ProtocolException(
                "QrexecHelloExpected",
                $"first message is 0x{(uint)header.Type:x} with {header.Length} bytes instead of a HELLO");
        }

        if (buffer.Length < FrameSize)
        {
            return ReadStatus.NeedMore;
        }

        uint peer = BinaryPrimitives.ReadUInt32LittleEndian(buffer[QrexecAbi.HeaderSize..]);
        if (peer < QrexecAbi.QREXEC_MIN_VERSION)
        {
            throw new ProtocolException(
                "QrexecVersionUnsupported",
                $"peer speaks qrexec protocol {peer}, at least {QrexecAbi.QREXEC_MIN_VERSION} is needed");
        }

        version = Math.Min(peer, QrexecAbi.QREXEC_PROTOCOL_VERSION);
        consumed = FrameSize;
        return ReadStatus.Done;
    }
}

namespace PedOS.Protocols.Qrexec;

/// <summary>Reads what dom0 sends on the control channel after the handshake.</summary>
public static class ControlReader
{
    /// <summary>Reads one message from the start of <paramref name="buffer"/>.</summary>
    /// <param name="buffer">Bytes received and not yet consumed.</param>
    /// <param name="message">The message when done; owns copies of what it carries.</param>
    /// <param name="consumed">Bytes of the whole frame when done, else 0.</param>
    /// <exception cref="ProtocolException">
    /// QrexecBodyTooLong, QrexecControlType (unknown type), QrexecControlLength (a length its type does not allow).
    /// After any of them the stream cannot be trusted and must be closed.
    /// </exception>
    public static ReadStatus TryRead(ReadOnlySpan<byte> buffer, out ControlMessage? message, out int consumed)
    {
        message = null;
        ReadStatus status = MessageFrame.TryRead(
            buffer, QrexecAbi.MaxExecBody, out MessageHeader header, out ReadOnlySpan<byte> body, out consumed);
        if (buffer.Length >= QrexecAbi.HeaderSize)
        {
            // Checked as soon as the header is there: a bad message must not make us wait for its body.
            CheckLength(header);
        }

        if (status != ReadStatus.Done)
        {
            return status;
        }

        message = header.Type switch
        {
            MessageType.ExecCmdline or MessageType.JustExec => ReadExec(header.Type, body),
            MessageType.ServiceConnect => ReadConnect(body),
            _ => new ServiceRefusedMessage(ReadIdent(body)),
        };
        return ReadStatus.Done;
    }

    private static void CheckLength(MessageHeader header)
    {
        bool fits = header.Type switch
        {
            MessageType.ExecCmdline or MessageType.JustExec or MessageType.ServiceConnect =>
                header.Length > QrexecAbi.ExecParamsSize,
            MessageType.ServiceRefused => header.Length == QrexecAbi.IdentSize,
            _ => throw new ProtocolException(
                "QrexecControlType", $"unknown control message 0x{(uint)header.Type:x} from dom0"),
        };
        if (!fits)
        {
            throw new ProtocolException(
                "QrexecControlLength",
                $"control message 0x{(uint)header.Type:x} from dom0 has a body of {header.Length} bytes");
        }
    }

    private static ExecMessage ReadExec(MessageType type, ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> command = body[QrexecAbi.ExecParamsSize..];

        // The last byte is the terminator whatever it holds (the original overwrites it); the text ends at the first
        // NUL.
        command = command[..^1];
        int end = command.IndexOf((byte)0);
        return new ExecMessage(
            ChannelAddress.Read(body), (end < 0 ? command : command[..end]).ToArray(), type == MessageType.JustExec);
    }

    private static ServiceConnectMessage ReadConnect(ReadOnlySpan<byte> body)
    {
        // dom0 sends 32 bytes; a shorter field that still ends with its NUL means the same. Anything else names no
        // request of ours: that costs one call, not the channel.
        ReadOnlySpan<byte> ident = body[QrexecAbi.ExecParamsSize..];
        Span<byte> field = stackalloc byte[QrexecAbi.IdentSize];
        field.Clear();
        bool fits = ident[^1] == 0 && ident.TryCopyTo(field);
        return new ServiceConnectMessage(ChannelAddress.Read(body), fits ? ReadIdent(field) : null);
    }

    private static RequestIdent? ReadIdent(ReadOnlySpan<byte> field) =>
        RequestIdent.TryRead(field, out RequestIdent ident) ? ident : null;
}

using System.Buffers.Binary;

namespace PedOS.Protocols.Qrexec;

/// <summary>
/// What the side that runs the service may still send on its data channel, and what a received message means to it: one
/// empty STDOUT and one empty STDERR end the streams, then one EXIT_CODE is the last message; with JUST_EXEC it is the
/// only one.
/// </summary>
/// <remarks>
/// STDOUT and STDERR may be sent by two threads at once, one each; <see cref="End"/> comes after both.
/// <see cref="Receive"/> belongs to the channel's reader, which shares nothing with them. <see cref="CloseInput"/> may
/// come from anywhere.
/// </remarks>
/// <param name="version">Negotiated version.</param>
/// <param name="justExec">Whether the call is a JUST_EXEC.</param>
public sealed class ServiceStreamState(uint version, bool justExec)
{
    private bool _stdoutEnded = justExec;
    private bool _stderrEnded = justExec;
    private bool _warned;
    private volatile bool _inputClosed = justExec;

    /// <summary>Longest body that may be sent.</summary>
    public int MaxBody { get; } = QrexecAbi.MaxDataChunk(version);

    /// <summary>Whether the exit code was sent: the channel may be closed.</summary>
    public bool Ended { get; private set; }

    /// <summary>
    /// Whether the caller has said that no more comes from it, heard or dropped. Belongs to the channel's reader.
    /// </summary>
    public bool CallerEnded { get; private set; }

    /// <summary>Whether a message of this type may be sent now.</summary>
    public bool CanSend(MessageType type) => type switch
    {
        MessageType.DataStdout => !_stdoutEnded,
        MessageType.DataStderr => !_stderrEnded,
        MessageType.DataExitCode => _stdoutEnded && _stderrEnded && !Ended,
        _ => false,
    };

    /// <summary>Records that a STDOUT or STDERR message is sent now.</summary>
    /// <param name="type">DataStdout or DataStderr.</param>
    /// <param name="length">Bytes of its body; 0 ends the stream.</param>
    /// <returns>The header to put before the body.</returns>
    /// <exception cref="InvalidOperationException">
    /// The peer would not accept it: wrong type, ended stream, body too long.
    /// </exception>
    public MessageHeader Send(MessageType type, int length)
    {
        if (type == MessageType.DataExitCode || !CanSend(type) || (uint)length > (uint)MaxBody)
        {
            throw new InvalidOperationException($"{type} with {length} bytes may not be sent now");
        }

        // Each thread touches its own stream's mark only.
        if (length == 0 && type == MessageType.DataStdout)
        {
            _stdoutEnded = true;
        }
        else if (length == 0)
        {
            _stderrEnded = true;
        }

        return new MessageHeader(type, (uint)length);
    }

    /// <summary>
    /// Builds everything that is still to be sent: the ends of streams that have not ended, then the exit code.
    /// </summary>
    /// <param name="exitCode">Sent as <see cref="ExitCodes.Told"/> says.</param>
    /// <exception cref="InvalidOperationException">The exit code was sent before.</exception>
    public byte[] End(int exitCode)
    {
        if (Ended)
        {
            throw new InvalidOperationException("the exit code was sent already");
        }

        Span<byte> frames = stackalloc byte[(3 * QrexecAbi.HeaderSize) + sizeof(int)];
        int used = 0;
        foreach (MessageType type in (ReadOnlySpan<MessageType>)[MessageType.DataStdout, MessageType.DataStderr])
        {
            if (CanSend(type))
            {
                Send(type, 0).Write(frames[used..]);
                used += QrexecAbi.HeaderSize;
            }
        }

        new MessageHeader(MessageType.DataExitCode, sizeof(int)).Write(frames[used..]);
        BinaryPrimitives.WriteInt32LittleEndian(
            frames[(used + QrexecAbi.HeaderSize)..], ExitCodes.Told(exitCode));
        Ended = true;
        return frames[..(used + QrexecAbi.HeaderSize + sizeof(int))].ToArray();
    }

    /// <summary>The program does not read its input any more, or has ended: what still comes is dropped.</summary>
    public void CloseInput() => _inputClosed = true;

    /// <summary>Says what to do with a received message: Deliver, Complete or Discard.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="warning">Text for the log, at most once per channel; else null.</param>
    /// <exception cref="ProtocolException">QrexecDataType: not a data message; the call cannot go on.</exception>
    public DataAction Receive(MessageHeader header, out string? warning)
    {
        warning = null;
        switch (header.Type)
        {
            case MessageType.DataStdin:
                break;
            case MessageType.DataStdout:
                // The original takes it for STDIN, so that a confused caller is served all the same.
                warning = WarnOnce(header.Type);
                break;
            case MessageType.DataStderr or MessageType.DataExitCode:
                warning = WarnOnce(header.Type);
                return DataAction.Discard;
            default:
                throw new ProtocolException(
                    "QrexecDataType", $"the caller sent 0x{(uint)header.Type:x} on a data channel");
        }

        CallerEnded |= header.Length == 0;
        if (_inputClosed)
        {
            return DataAction.Discard;
        }

        _inputClosed = header.Length == 0;
        return _inputClosed ? DataAction.Complete : DataAction.Deliver;
    }

    private string? WarnOnce(MessageType type)
    {
        string? text = _warned ? null : $"the caller sent {type}, which only a service sends";
        _warned = true;
        return text;
    }
}

using System.Buffers.Binary;

namespace PedOS.Protocols.Qrexec;

/// <summary>
/// What the calling end may still send on its data channel, and what a received message means to it: it sends STDIN,
/// empty at the end, and nothing else; it receives STDOUT and STDERR, and EXIT_CODE as the last message.
/// </summary>
/// <remarks>
/// The sending members belong to whoever may write to the channel, <see cref="Receive"/> to its reader; the two sides
/// share nothing. <see cref="CloseOutput"/> may come from anywhere.
/// </remarks>
/// <param name="version">Negotiated version.</param>
public sealed class CallerStreamState(uint version)
{
    private bool _stdinEnded;
    private bool _warned;
    private volatile bool _outputClosed;

    /// <summary>Longest body that may be sent.</summary>
    public int MaxBody { get; } = QrexecAbi.MaxDataChunk(version);

    /// <summary>
    /// Exit code of the service, null before it came; 255 (<see cref="QrexecAbi.QREXEC_EXIT_CONNECTION_LOST"/>) when
    /// its message had fewer than 4 bytes.
    /// </summary>
    public int? ExitCode { get; private set; }

    /// <summary>Whether STDIN may still be sent.</summary>
    public bool CanSend => !_stdinEnded;

    /// <summary>Records that a STDIN message is sent now.</summary>
    /// <param name="length">Bytes of its body; 0 ends the stream.</param>
    /// <returns>The header to put before the body.</returns>
    /// <exception cref="InvalidOperationException">
    /// The peer would not accept it: ended stream, body too long.
    /// </exception>
    public MessageHeader Send(int length)
    {
        if (_stdinEnded || (uint)length > (uint)MaxBody)
        {
            throw new InvalidOperationException($"STDIN with {length} bytes may not be sent now");
        }

        _stdinEnded = length == 0;
        return new MessageHeader(MessageType.DataStdin, (uint)length);
    }

    /// <summary>
    /// Builds what is still to be sent when the service has ended: the end of STDIN, or nothing (empty).
    /// </summary>
    public byte[] End()
    {
        if (_stdinEnded)
        {
            return [];
        }

        byte[] frame = new byte[QrexecAbi.HeaderSize];
        Send(0).Write(frame);
        return frame;
    }

    /// <summary>
    /// Nobody reads the service's output any more: what still comes of it is dropped; STDERR and EXIT_CODE are not.
    /// </summary>
    public void CloseOutput() => _outputClosed = true;

    /// <summary>Says what to do with a received message.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="body">Its whole body; only that of an exit code is looked at.</param>
    /// <param name="warning">Text for the log, at most once per channel; else null.</param>
    /// <exception cref="ProtocolException">QrexecDataType: not a data message; the call cannot go on.</exception>
    public DataAction Receive(MessageHeader header, ReadOnlySpan<byte> body, out string? warning)
    {
        warning = null;
        if (header.Type is < MessageType.DataStdin or > MessageType.DataExitCode)
        {
            throw new ProtocolException(
                "QrexecDataType", $"the service sent 0x{(uint)header.Type:x} on a data channel");
        }

        if (ExitCode is not null)
        {
            warning = WarnOnce($"the service sent {header.Type} after its exit code");
            return DataAction.Discard;
        }

        switch (header.Type)
        {
            case MessageType.DataExitCode:
                ExitCode = body.Length < sizeof(int)
                    ? QrexecAbi.QREXEC_EXIT_CONNECTION_LOST
                    : BinaryPrimitives.ReadInt32LittleEndian(body);
                warning = body.Length < sizeof(int) ? WarnOnce($"the exit code has {body.Length} bytes") : null;
                return DataAction.Exit;
            case MessageType.DataStderr:
                return header.Length == 0 ? DataAction.Discard : DataAction.DeliverError;
            case MessageType.DataStdin:
                // The original takes it for STDOUT, so that a confused service is heard all the same.
                warning = WarnOnce("the service sent DataStdin, which only a caller sends");
                break;
        }

        if (_outputClosed)
        {
            return DataAction.Discard;
        }

        _outputClosed = header.Length == 0;
        return _outputClosed ? DataAction.Complete : DataAction.Deliver;
    }

    private string? WarnOnce(string text)
    {
        bool first = !_warned;
        _warned = true;
        return first ? text : null;
    }
}

using System.Buffers.Binary;
using PedOS.Protocols.Qrexec;
using PedOS.TestKit.RawVchan;

namespace PedOS.TestKit.Dom0;

/// <summary>Holds a service's end of a call to the rules of order.</summary>
/// <param name="justExec">No streams, only an exit code.</param>
internal sealed class CallTranscript(bool justExec)
{
    private bool _outputEnded;
    private bool _errorEnded;

    /// <summary>The exit code, once it came.</summary>
    public int? ExitCode { get; private set; }

    /// <exception cref="InvalidDataException">The message must not come here.</exception>
    public void Add(RawDataMessage message)
    {
        if (ExitCode is not null)
        {
            throw Broken(message, "after the exit code");
        }

        switch (message.Type)
        {
            case MessageType.DataStdout when !_outputEnded && !justExec:
                _outputEnded = message.Body.IsEmpty;
                break;
            case MessageType.DataStderr when !_errorEnded && !justExec:
                _errorEnded = message.Body.IsEmpty;
                break;
            case MessageType.DataExitCode when message.Body.Length == 4 && (justExec || (_outputEnded && _errorEnded)):
                ExitCode = BinaryPrimitives.ReadInt32LittleEndian(message.Body.Span);
                break;
            default:
                throw Broken(message, $"out of order (output ended: {_outputEnded}, error ended: {_errorEnded})");
        }
    }

    private static InvalidDataException Broken(RawDataMessage message, string why) =>
        new($"message 0x{(uint)message.Type:x} of {message.Body.Length} bytes {why}");
}

using System.Text;
using PedOS.Protocols.Qrexec;
using PedOS.TestKit.RawVchan;

namespace PedOS.TestKit.Dom0;

/// <summary>What a <see cref="ScriptedService"/> sees of its call.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="channel">The data channel, after the handshake.</param>
public sealed class ScriptedServiceSide(ServiceRequest request, RawDataChannel channel)
{
    private bool _inputEnded;
    private bool _outputEnded;
    private bool _errorEnded;

    /// <summary>What was asked for.</summary>
    public ServiceRequest Request => request;

    /// <summary>The data channel; services that break rules write here.</summary>
    public RawDataChannel Channel => channel;

    /// <summary>Reads the next piece of the caller's input; valid until the next read.</summary>
    /// <returns>Empty at its end, null when the caller is gone.</returns>
    /// <exception cref="InvalidDataException">A caller must not send this.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadInputAsync(CancellationToken cancellationToken)
    {
        RawDataMessage? message = await channel.ReadAsync(cancellationToken);
        if (message is null)
        {
            return null;
        }

        if (message.Value.Type != MessageType.DataStdin || _inputEnded)
        {
            throw new InvalidDataException(
                $"message 0x{(uint)message.Value.Type:x} from a caller, or after its end of input");
        }

        _inputEnded = message.Value.Body.IsEmpty;
        return message.Value.Body;
    }

    /// <summary>Reads the caller's input to its end.</summary>
    public async Task<byte[]> ReadAllAsync(CancellationToken cancellationToken)
    {
        using MemoryStream all = new();
        while (await ReadInputAsync(cancellationToken) is { IsEmpty: false } piece)
        {
            all.Write(piece.Span);
        }

        return all.ToArray();
    }

    /// <summary>Writes to the caller's standard output.</summary>
    public ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        channel.WriteStreamAsync(MessageType.DataStdout, bytes, cancellationToken);

    /// <summary>Writes text to the caller's standard output.</summary>
    public ValueTask<bool> WriteAsync(string text, CancellationToken cancellationToken) =>
        WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);

    /// <summary>Writes text to the caller's standard error.</summary>
    public ValueTask<bool> WriteErrorAsync(string text, CancellationToken cancellationToken) =>
        channel.WriteStreamAsync(MessageType.DataStderr, Encoding.UTF8.GetBytes(text), cancellationToken);

    /// <summary>Ends the standard output early.</summary>
    public ValueTask<bool> EndOutputAsync(CancellationToken cancellationToken)
    {
        _outputEnded = true;
        return channel.WriteAsync(MessageType.DataStdout, default, cancellationToken);
    }

    /// <summary>Ends the standard error early.</summary>
    public ValueTask<bool> EndErrorAsync(CancellationToken cancellationToken)
    {
        _errorEnded = true;
        return channel.WriteAsync(MessageType.DataStderr, default, cancellationToken);
    }

    /// <summary>Both ends of output (standard error first, as services in dom0 do), then the exit code.</summary>
    internal async Task FinishAsync(int exitCode, CancellationToken cancellationToken)
    {
        if (!_errorEnded)
        {
            _ = await EndErrorAsync(cancellationToken);
        }

        if (!_outputEnded)
        {
            _ = await EndOutputAsync(cancellationToken);
        }

        _ = await channel.WriteAsync(MessageType.DataExitCode, BitConverter.GetBytes(exitCode), cancellationToken);

        // Closing with unread input in the socket could cost the caller the exit code, so it is read to its end.
        while (!_inputEnded && await ReadInputAsync(cancellationToken) is not null)
        {
        }

        // The caller closes first; it has everything then.
        if (await channel.ReadAsync(cancellationToken) is RawDataMessage late)
        {
            throw new InvalidDataException($"message 0x{(uint)late.Type:x} after the end of input");
        }
    }
}

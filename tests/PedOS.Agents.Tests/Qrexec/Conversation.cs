using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using PedOS.Agents.Qrexec;
using PedOS.Protocols.Qrexec;

namespace PedOS.Agents.Tests.Qrexec;

/// <summary>What one side of a call heard: the bytes of each stream, and in which order they ended.</summary>
internal sealed class Conversation
{
    private readonly MemoryStream _input = new();
    private readonly MemoryStream _output = new();
    private readonly MemoryStream _error = new();
    private readonly StringBuilder _ends = new();

    /// <summary>Ends in the order they came: i, o, e for an empty message of a stream, x with the exit code.</summary>
    public string Ends => _ends.ToString();

    public byte[] Input => _input.ToArray();

    public byte[] Output => _output.ToArray();

    public byte[] Error => _error.ToArray();

    public int? ExitCode { get; private set; }

    /// <summary>Listens until so much is true, or the channel ends.</summary>
    /// <returns>False when the channel ended before.</returns>
    public async Task<bool> ListenAsync(DataChannel channel, Func<Conversation, bool> until, CancellationToken token)
    {
        while (!until(this))
        {
            DataMessage message = await channel.ReceiveAsync(token);
            if (message.IsEnd)
            {
                return false;
            }

            Add(message);
        }

        return true;
    }

    /// <summary>Listens until the channel ends.</summary>
    public Task ListenAsync(DataChannel channel, CancellationToken token) => ListenAsync(channel, _ => false, token);

    private void Add(DataMessage message)
    {
        switch (message.Header.Type)
        {
            case MessageType.DataStdin:
                Add(_input, 'i', message.Body);
                break;
            case MessageType.DataStdout:
                Add(_output, 'o', message.Body);
                break;
            case MessageType.DataStderr:
                Add(_error, 'e', message.Body);
                break;
            default:
                ExitCode = BinaryPrimitives.ReadInt32LittleEndian(message.Body.Span);
                _ = _ends.Append(CultureInfo.InvariantCulture, $"x{ExitCode}");
                break;
        }
    }

    private void Add(MemoryStream stream, char end, ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            _ = _ends.Append(end);
        }

        stream.Write(body.Span);
    }
}

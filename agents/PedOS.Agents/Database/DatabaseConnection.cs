using System.Text;
using PedOS.Agents.LocalEndpoints;
using PedOS.Protocols;
using PedOS.Protocols.Database;

namespace PedOS.Agents.Database;

/// <summary>
/// One connection to the daemon: one request at a time, or a stream of events. Not safe for two callers.
/// </summary>
/// <param name="connection">Taken over.</param>
internal sealed class DatabaseConnection(ILocalConnection connection) : IAsyncDisposable
{
    // A whole answer to a MULTIREAD comes in few reads.
    private const int BufferSize = 32768;

    private readonly byte[] _request = new byte[DatabaseAbi.MaxMessage];
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _start;
    private int _end;

    /// <summary>Whether anything of the answer to the last request has come.</summary>
    public bool HasAnswered { get; private set; }

    /// <summary>Sends a request that the protocol allows.</summary>
    /// <exception cref="IOException">The daemon is gone.</exception>
    public async ValueTask SendAsync(
        DatabaseMessageType type, string path, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        HasAnswered = false;
        int length = Write(type, path, value.Span);
        await connection.WriteAsync(_request.AsMemory(0, length), cancellationToken);
    }

    /// <summary>Receives one answer.</summary>
    /// <exception cref="IOException">The daemon is gone.</exception>
    /// <exception cref="ProtocolException">It said something impossible.</exception>
    public async ValueTask<Answer> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryRead(out Answer answer))
            {
                HasAnswered = true;
                return answer;
            }

            await FillAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private int Write(DatabaseMessageType type, string path, ReadOnlySpan<byte> value)
    {
        Span<byte> bytes = stackalloc byte[DatabaseAbi.MaxPath];
        return DatabaseWriter.Write(_request, type, bytes[..Encoding.ASCII.GetBytes(path, bytes)], value);
    }

    private bool TryRead(out Answer answer)
    {
        ReadOnlySpan<byte> unread = _buffer.AsSpan(_start, _end - _start);
        if (ClientAnswerReader.TryRead(unread, out DatabaseMessage message, out int consumed) != ReadStatus.Done)
        {
            answer = default;
            return false;
        }

        _start += consumed;
        answer = new Answer(message.Type, Encoding.ASCII.GetString(message.Path), message.Data.ToArray());
        return true;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        int read = await connection.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        if (read == 0)
        {
            throw new IOException("the database daemon closed the connection");
        }

        _end += read;
    }

    /// <summary>One message of the daemon.</summary>
    /// <param name="Type">Its type.</param>
    /// <param name="Path">Its path.</param>
    /// <param name="Data">Its data.</param>
    internal readonly record struct Answer(DatabaseMessageType Type, string Path, byte[] Data);
}

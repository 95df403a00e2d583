using PedOS.Agents.Processes;
using PedOS.Protocols;
using PedOS.Protocols.Wrapper;

namespace PedOS.Agents.Qrexec;

/// <summary>The link between agent and wrapper: whole messages over two byte streams. One reader, one writer.</summary>
/// <param name="source">Where messages come from.</param>
/// <param name="sink">Where messages go.</param>
public sealed class MessageLink(IByteSource source, IByteSink sink)
{
    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    /// <summary>Takes the next message.</summary>
    /// <returns>Null when the other end is gone.</returns>
    /// <exception cref="ProtocolException">What came is not a message.</exception>
    public async ValueTask<WrapperMessage?> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Span<byte> unread = _buffer.AsSpan(_start, _end - _start);
            if (WrapperCodec.TryRead(unread, out WrapperMessage? message, out int consumed) == ReadStatus.Done)
            {
                _start += consumed;
                return message;
            }

            MakeRoom();
            int read = await source.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (read == 0)
            {
                return null;
            }

            _end += read;
        }
    }

    /// <summary>Sends a message.</summary>
    /// <returns>False when the other end is gone.</returns>
    public ValueTask<bool> SendAsync(WrapperMessage message, CancellationToken cancellationToken) =>
        sink.WriteAsync(WrapperCodec.Build(message), cancellationToken);

    // Never beyond the longest message: the codec refuses a longer one as soon as its length is there.
    private void MakeRoom()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
    }
}

using PedOS.Agents.Vchan;

namespace PedOS.QrexecAgent;

/// <summary>Collects bytes of the control channel until a message is whole; grows up to one longest message.</summary>
internal sealed class ReceiveBuffer(int initial, int maximum)
{
    private byte[] _bytes = new byte[initial];
    private int _start;
    private int _end;

    /// <summary>Bytes received and not consumed.</summary>
    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Marks bytes as read.</summary>
    public void Consume(int count) => _start += count;

    /// <summary>Receives at least one more byte.</summary>
    /// <returns>False when the peer is gone.</returns>
    public async ValueTask<bool> FillAsync(IVchan vchan, CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            Unread.CopyTo(_bytes);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Min(_bytes.Length * 2, maximum));
        }

        int read = await vchan.ReadAsync(_bytes.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }
}

namespace PedOS.Rpc.Tests.Files;

/// <summary>A sender's stream that is made as it is read, however long it is.</summary>
/// <param name="entries">Its parts.</param>
internal sealed class EntryStream(IEnumerable<byte[]> entries) : Stream
{
    private readonly IEnumerator<byte[]> _entries = entries.GetEnumerator();
    private ReadOnlyMemory<byte> _left;

    /// <summary>Parts that were begun.</summary>
    public long Begun { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int length = 0;
        while (length < buffer.Length)
        {
            if (_left.IsEmpty)
            {
                if (!_entries.MoveNext())
                {
                    break;
                }

                Begun++;
                _left = _entries.Current;
            }

            int count = Math.Min(_left.Length, buffer.Length - length);
            _left.Span[..count].CopyTo(buffer[length..]);
            _left = _left[count..];
            length += count;
        }

        return length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _entries.Dispose();
        base.Dispose(disposing);
    }
}

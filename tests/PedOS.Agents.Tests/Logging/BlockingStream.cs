using System.Text;

namespace PedOS.Agents.Tests.Logging;

/// <summary>Takes nothing until it is released, then everything.</summary>
public sealed class BlockingStream : Stream
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _gate = new();
    private readonly MemoryStream _taken = new();

    public string Text
    {
        get
        {
            lock (_lock)
            {
                return Encoding.UTF8.GetString(_taken.ToArray());
            }
        }
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void Release() => _gate.TrySetResult();

    public override void Write(byte[] buffer, int offset, int count)
    {
        _gate.Task.Wait();
        lock (_lock)
        {
            _taken.Write(buffer, offset, count);
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        // A writer that still waits goes on.
        _gate.TrySetResult();
        base.Dispose(disposing);
    }
}

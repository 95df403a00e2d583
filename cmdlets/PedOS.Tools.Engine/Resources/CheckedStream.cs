using System.Security.Cryptography;

namespace PedOS.Tools.Engine.Resources;

/// <summary>
/// Reads a file of the package and fails at its end when it is not the file that was promised: what was copied is then
/// thrown away, before anything uses it.
/// </summary>
internal sealed class CheckedStream(Stream inner, string path, FileContent promised, CancellationToken cancellation)
    : Stream
{
    private readonly SHA256 _hash = SHA256.Create();
    private long _length;
    private bool _isEnded;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => promised.Length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        cancellation.ThrowIfCancellationRequested();
        int read = inner.Read(buffer, offset, count);
        _length += read;
        if (_length > promised.Length)
        {
            throw Damaged();
        }

        if (read > 0)
        {
            _hash.TransformBlock(buffer, offset, read, null, 0);
        }
        else if (count > 0 && !_isEnded)
        {
            _isEnded = true;
            _hash.TransformFinalBlock([], 0, 0);
            if (_length != promised.Length || Sha256Text.Of(_hash.Hash!) != promised.Sha256)
            {
                throw Damaged();
            }
        }

        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private SetupException Damaged() => new(
        SetupError.DamagedPackage,
        $"the package's file for {path} is not the one its list promises",
        "Get the package again from where it came from.");
}

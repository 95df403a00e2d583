namespace PedOS.Tools.Engine.Resources;

/// <summary>
/// Reads a file of the package and fails when it has more or fewer bytes than were promised. Whether they are the
/// promised ones is for the caller to find out, from what was made of them.
/// </summary>
internal class PromisedStream(Stream inner, string path, FileContent promised, CancellationToken cancellation)
    : Stream
{
    private long _length;

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
        if (_length > promised.Length || (read == 0 && count > 0 && _length != promised.Length))
        {
            throw Damaged();
        }

        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>The file is not the one that was promised.</summary>
    public SetupException Damaged() => new(
        SetupError.DamagedPackage,
        $"the package's file for {path} is not the one its list promises",
        "Get the package again from where it came from.");
}

namespace PedOS.Tools.Engine.Machines;

/// <summary>An <see cref="IAppendFile"/> over a file stream.</summary>
public sealed class AppendFile : IAppendFile
{
    private readonly FileStream _stream;
    private readonly string _path;
    private readonly Action<FileStream> _flush;

    /// <summary>Takes a file that is open.</summary>
    /// <param name="stream">For reading and writing, shared with nobody; owned from now on.</param>
    /// <param name="path">How messages call it.</param>
    /// <param name="flush">Makes it and its name durable, or fails.</param>
    public AppendFile(FileStream stream, string path, Action<FileStream> flush)
    {
        _path = path;
        _flush = flush;
        _stream = stream;
        _stream.Seek(0, SeekOrigin.End);
    }

    /// <summary>Opens or makes the file.</summary>
    /// <param name="file">Where it really is.</param>
    /// <param name="path">How messages call it.</param>
    /// <param name="flush">Makes it and its name durable, or fails.</param>
    /// <exception cref="SetupException">It cannot be opened, or somebody else has it.</exception>
    public AppendFile(string file, string path, Action<FileStream> flush)
    {
        _path = path;
        _flush = flush;
        try
        {
            _stream = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            _stream.Seek(0, SeekOrigin.End);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new SetupException(
                SetupError.AccessDenied, $"{path} cannot be opened", "Run as an administrator.", e);
        }
        catch (IOException e) when (File.Exists(file))
        {
            throw new SetupException(
                SetupError.Busy, $"{path} is in use", "Wait until the other operation has ended, then try again.", e);
        }
        catch (IOException e)
        {
            throw Failure(e);
        }
    }

    /// <inheritdoc/>
    public byte[] ReadAll(int limit)
    {
        if (_stream.Length > limit)
        {
            throw new SetupException(
                SetupError.UnreadableJournal,
                $"{_path} has {_stream.Length} bytes, more than {limit}",
                "Keep the file for analysis and move it away.");
        }

        byte[] all = new byte[_stream.Length];
        _stream.Seek(0, SeekOrigin.Begin);
        for (int read = 0; read < all.Length;)
        {
            int now = _stream.Read(all, read, all.Length - read);
            read = now > 0 ? read + now : throw Failure(new EndOfStreamException());
        }

        return all;
    }

    /// <inheritdoc/>
    public void Append(byte[] bytes) => Try(() => _stream.Write(bytes, 0, bytes.Length));

    /// <inheritdoc/>
    public void Truncate(long length) => Try(() =>
    {
        _stream.SetLength(length);
        _stream.Seek(0, SeekOrigin.End);
    });

    /// <inheritdoc/>
    public void Flush() => Try(() => _flush(_stream));

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (IOException e)
        {
            throw Failure(e);
        }
    }

    private SetupException Failure(IOException e) =>
        new(SetupError.InputOutput, $"{_path}: {e.Message}", "Check the volume and its free space, then try again.", e);
}

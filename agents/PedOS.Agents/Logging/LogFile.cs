namespace PedOS.Agents.Logging;

/// <summary>An open log file. It never holds a part of a batch: one that does not fit the disk is taken back.</summary>
internal sealed class LogFile : IDisposable
{
    // A name is taken when files are changed many times in a second; more than this is a fault, not a coincidence.
    private const int MaxNumber = 10000;

    private readonly FileStream _file;
    private readonly LogDirectory _directory;
    private readonly long _headerSize;
    private long _size;

    private LogFile(FileStream file, LogDirectory directory, ReadOnlySpan<byte> header)
    {
        _file = file;
        _directory = directory;
        Append(header);
        _headerSize = header.Length;
    }

    /// <summary>Bytes it has.</summary>
    public long Size => _size;

    /// <summary>Its path.</summary>
    public string Path => System.IO.Path.Combine(_directory.Name, System.IO.Path.GetFileName(_file.Name));

    /// <summary>Whether somebody removed it, or cut it: what is written now would not be found.</summary>
    public bool IsGone
    {
        get
        {
            FileInfo file = new(Path);
            return !file.Exists || file.Length < _size;
        }
    }

    /// <summary>Makes a new file; never opens one that exists, so nobody can put another file in its place.</summary>
    /// <param name="directory">Where; the file's from now on, unless this fails.</param>
    /// <param name="program">Whose log.</param>
    /// <param name="now">Now.</param>
    /// <param name="header">Its first lines.</param>
    /// <exception cref="IOException">
    /// It cannot be made, or its first line not written; nothing is left behind.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">This account may not write there.</exception>
    public static LogFile Create(LogDirectory directory, string program, DateTimeOffset now, ReadOnlySpan<byte> header)
    {
        FileStream stream = Open(directory.Path, program, now);
        try
        {
            return new LogFile(stream, directory, header);
        }
        catch
        {
            stream.Dispose();
            File.Delete(stream.Name);
            throw;
        }
    }

    /// <summary>Appends whole lines in one write.</summary>
    /// <exception cref="IOException">They could not be written; the file ends where it ended before.</exception>
    public void Append(ReadOnlySpan<byte> lines)
    {
        try
        {
            RandomAccess.Write(_file.SafeFileHandle, lines, _size);
            _size += lines.Length;
        }
        catch
        {
            // The disk took a part of it perhaps; all of it is written again elsewhere.
            RandomAccess.SetLength(_file.SafeFileHandle, _size);
            throw;
        }
    }

    /// <summary>Closes it; one that holds its first line only is removed.</summary>
    public void Dispose()
    {
        _file.Dispose();
        if (_size == _headerSize)
        {
            try
            {
                File.Delete(_file.Name);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // An empty log does no harm and is removed when it is old.
            }
        }

        _directory.Dispose();
    }

    private static FileStream Open(string directory, string program, DateTimeOffset now)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,

            // On Windows nobody can remove it while it is open: what is written to a file whose removal is pending is
            // lost.
            Share = FileShare.Read,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            // Names of machines, users and services are nobody else's business.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        }

        for (int number = 1; ; number++)
        {
            string path = System.IO.Path.Combine(
                directory, LogFileName.Build(program, now, Environment.ProcessId, number));
            try
            {
                return new FileStream(path, options);
            }
            catch (IOException) when (number < MaxNumber && File.Exists(path))
            {
                // The next number is free.
            }
        }
    }
}

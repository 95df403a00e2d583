using System.Text;

namespace PedOS.Tools.Engine.Logs;

/// <summary>One log file, read on from where it was left.</summary>
/// <param name="folder">Its folder.</param>
/// <param name="label">Its name.</param>
internal sealed class LogTail(ILogFolder folder, LogFileLabel label)
{
    private const int BufferLength = 64 * 1024;

    // Bytes of a line that are kept: no UTF-16 unit takes more than three. The rest of a longer one is passed over.
    private const int MaxBytes = 3 * LogLineReader.MaxLine;

    private long _offset;
    private bool _isTooLong;

    /// <summary>Its name.</summary>
    public LogFileLabel Label => label;

    /// <summary>
    /// The lines that were added since the last time; one that has no end yet is left for later. A file that cannot be
    /// read on ends there.
    /// </summary>
    public IEnumerable<LogRecord> ReadOn()
    {
        using Stream? stream = folder.TryOpen(label.FileName);
        if (stream is null || !TrySeek(stream))
        {
            yield break;
        }

        byte[] buffer = new byte[BufferLength];
        using MemoryStream line = new();
        for (int read; (read = Read(stream, buffer)) > 0;)
        {
            int start = 0;
            for (int end; (end = Array.IndexOf(buffer, (byte)'\n', start, read - start)) >= 0; start = end + 1)
            {
                line.Write(buffer, start, end - start);
                _offset += line.Length + 1;
                LogRecord? record = _isTooLong ? null : Take(line);
                _isTooLong = false;
                line.SetLength(0);
                if (record is not null)
                {
                    yield return record;
                }
            }

            line.Write(buffer, start, read - start);
            if (line.Length > MaxBytes)
            {
                // No program of ours writes such a line; what comes after it may be a log again.
                _offset += line.Length;
                _isTooLong = true;
                line.SetLength(0);
            }
        }
    }

    private static int Read(Stream stream, byte[] buffer)
    {
        try
        {
            return stream.Read(buffer, 0, buffer.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SetupException)
        {
            // A disk that fails, a part that somebody has locked: the other files are still worth reading.
            return 0;
        }
    }

    private bool TrySeek(Stream stream)
    {
        try
        {
            if (stream.Length < _offset)
            {
                // Cut, or another one by the same name.
                _offset = 0;
                _isTooLong = false;
            }

            return stream.Length > _offset && stream.Seek(_offset, SeekOrigin.Begin) == _offset;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SetupException)
        {
            return false;
        }
    }

    private LogRecord? Take(MemoryStream line)
    {
        string text = Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length);
        return LogLineReader.TryRead(text.TrimEnd('\r'), label);
    }
}

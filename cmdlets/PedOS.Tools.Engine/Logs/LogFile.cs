using System.Text;

namespace PedOS.Tools.Engine.Logs;

/// <summary>One log file, read on from where it was left.</summary>
/// <param name="folder">Its folder.</param>
/// <param name="label">Its name.</param>
internal sealed class LogFile(ILogFolder folder, LogFileLabel label)
{
    private long _offset;

    /// <summary>Its name.</summary>
    public LogFileLabel Label => label;

    /// <summary>The lines that were added since the last time; one that has no end yet is left for later.</summary>
    public IEnumerable<LogRecord> ReadOn()
    {
        using Stream? stream = folder.TryOpen(label.FileName);
        if (stream is null || stream.Length <= _offset)
        {
            yield break;
        }

        stream.Seek(_offset, SeekOrigin.Begin);
        byte[] buffer = new byte[64 * 1024];
        using MemoryStream line = new();
        for (int read; (read = stream.Read(buffer, 0, buffer.Length)) > 0;)
        {
            int start = 0;
            for (int end; (end = Array.IndexOf(buffer, (byte)'\n', start, read - start)) >= 0; start = end + 1)
            {
                line.Write(buffer, start, end - start);
                _offset += line.Length + 1;
                LogRecord? record = Take(line);
                line.SetLength(0);
                if (record is not null)
                {
                    yield return record;
                }
            }

            line.Write(buffer, start, read - start);
            if (line.Length > 4 * LogLineReader.MaxLine)
            {
                // No program of ours writes such a line; what follows is no log.
                _offset = long.MaxValue;
                yield break;
            }
        }
    }

    private LogRecord? Take(MemoryStream line)
    {
        string text = Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length);
        return LogLineReader.TryRead(text.TrimEnd('\r'), label);
    }
}

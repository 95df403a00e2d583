using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Books;

/// <summary>
/// What an operation is about to do and what it has done, on the machine that it changes. A record is durable when
/// <see cref="Write"/> returns.
/// </summary>
public sealed class Journal : IDisposable
{
    private readonly IAppendFile _file;
    private readonly List<JournalRecord> _records;
    private long _length;
    private bool _isDirty;

    private Journal(IAppendFile file, IReadOnlyList<JournalRecord> records, long length)
    {
        _file = file;
        _records = [.. records];
        _length = length;
    }

    /// <summary>Everything written so far.</summary>
    public IReadOnlyList<JournalRecord> Records => _records;

    /// <summary>Opens or begins a journal; what a power cut tore off at its end is removed.</summary>
    /// <exception cref="SetupException">It cannot be read, or is in use.</exception>
    public static Journal Open(IFileTree files, string path, CancellationToken cancellation = default)
    {
        IAppendFile file = files.OpenAppend(path);
        try
        {
            byte[] bytes = file.ReadAll(JournalFormat.MaxLength);
            IReadOnlyList<JournalRecord> records = JournalFormat.Read(bytes, out int length, cancellation);
            if (length < bytes.Length)
            {
                file.Truncate(length);
            }

            if (length == 0)
            {
                file.Append(JournalFormat.Header);
                length = JournalFormat.Header.Length;
            }

            return new(file, records, length);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads a journal and leaves it as it is, torn end included.</summary>
    /// <exception cref="SetupException">It cannot be read, or is in use.</exception>
    public static IReadOnlyList<JournalRecord> Read(
        IFileTree files, string path, CancellationToken cancellation = default)
    {
        using Stream stream = files.OpenRead(path);
        if (stream.Length > JournalFormat.MaxLength)
        {
            throw new SetupException(
                SetupError.UnreadableJournal,
                $"{path} has {stream.Length} bytes, more than {JournalFormat.MaxLength}",
                "Keep the file for analysis and move it away.");
        }

        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return JournalFormat.Read(bytes.ToArray(), out _, cancellation);
    }

    /// <summary>Adds a record and makes it durable.</summary>
    public void Write(JournalRecord record)
    {
        byte[] bytes = JournalFormat.Write(_records.Count, record);
        if (_isDirty)
        {
            // The last attempt failed somewhere; whatever it left must not stand before this record.
            _file.Truncate(_length);
        }

        _isDirty = true;
        _file.Append(bytes);
        _file.Flush();
        _isDirty = false;
        _length += bytes.Length;
        _records.Add(record);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}

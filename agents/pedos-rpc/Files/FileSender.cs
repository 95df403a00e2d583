using PedOS.Agents.Files;
using PedOS.Protocols.FileCopy;

namespace PedOS.Rpc.Files;

/// <summary>
/// The stream of a sender, made as it is asked for. What cannot be read from its beginning is left out and noted; what
/// fails in the middle ends the stream, because the other side was told its length.
/// </summary>
/// <param name="roots">What is sent; the caller's.</param>
/// <param name="options">What of it.</param>
/// <param name="record">What becomes of it.</param>
internal sealed class FileSender(IReadOnlyList<SendRoot> roots, SendOptions options, SendRecord record) : IDisposable
{
    private readonly FileCopyWriter _writer = new();
    private IEnumerator<byte[]>? _entries;
    private byte[] _entry = [];
    private int _given;
    private IOutgoingFile? _file;
    private ulong _left;

    /// <summary>CRC-32 of all that was given, which the answer must tell.</summary>
    public uint Crc => _writer.Crc;

    /// <summary>Gives the next bytes.</summary>
    /// <param name="buffer">Where they go; is filled but at the end.</param>
    /// <returns>How many; 0 at the end.</returns>
    /// <exception cref="IOException">A file cannot be read further; the stream has no end then.</exception>
    public int Fill(Span<byte> buffer)
    {
        _entries ??= Entries().GetEnumerator();
        int length = 0;
        while (length < buffer.Length)
        {
            if (_given < _entry.Length)
            {
                int count = Math.Min(_entry.Length - _given, buffer.Length - length);
                _entry.AsSpan(_given, count).CopyTo(buffer[length..]);
                (_given, length) = (_given + count, length + count);
            }
            else if (_file is not null)
            {
                length += ReadFile(buffer[length..]);
            }
            else if (_entries.MoveNext())
            {
                (_entry, _given) = (_entries.Current, 0);
            }
            else
            {
                break;
            }
        }

        return length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _entries?.Dispose();
    }

    private int ReadFile(Span<byte> buffer)
    {
        int read = 0;
        if (_left > 0)
        {
            Span<byte> part = buffer[..(int)Math.Min(_left, (ulong)buffer.Length)];
            read = _file!.Read(part);
            if (read == 0)
            {
                throw new IOException("a file became shorter while it was sent");
            }

            _writer.Data(part[..read]);
            _left -= (ulong)read;
            record.Count(read);
        }

        if (_left == 0)
        {
            _file!.Dispose();
            _file = null;
        }

        return read;
    }

    // Of a file only the beginning; its data is read before the next step.
    private IEnumerable<byte[]> Entries()
    {
        foreach (SendRoot root in roots)
        {
            foreach (WalkItem item in TreeWalk.Over(root.Above, root.Name))
            {
                if (TryBegin(item) is { } bytes)
                {
                    yield return bytes;
                }
            }
        }

        yield return _writer.End();
        record.Finish();
    }

    private byte[]? TryBegin(WalkItem item)
    {
        try
        {
            return Begin(item);
        }
        catch (Exception e) when (e is FileErrorException or FileCopyException)
        {
            record.Skip(item.Path, e.Message);
            return null;
        }
    }

    private byte[]? Begin(WalkItem item)
    {
        OutgoingStatus status = item.Status;
        switch (item.Stage)
        {
            case WalkStage.Unreachable:
                record.Skip(item.Path, item.Problem);
                return null;
            case WalkStage.Before or WalkStage.After:
                byte[] folder = _writer.Entry(item.Path, status.Mode, 0, status.Accessed, status.Modified);
                if (item.Stage == WalkStage.Before)
                {
                    record.Count(status.Kind);
                }

                return folder;
        }

        switch (status.Kind)
        {
            case EntryKind.Link:
                return options.IgnoreLinks ? null : BeginLink(item);
            case EntryKind.File when status.IsElsewhere && options.SkipElsewhere:
                record.Skip(item.Path, "its data is not on this computer");
                return null;
            case EntryKind.File:
                return BeginFile(item);
            default:
                record.Skip(item.Path, "it is neither file, folder nor a link that travels");
                return null;
        }
    }

    private byte[]? BeginLink(WalkItem item)
    {
        byte[] target = item.Above.ReadLink(item.Name);
        if (!EntryPath.IsInside(item.Path, target))
        {
            record.Skip(item.Path, "the link leads out of what is sent");
            return null;
        }

        OutgoingStatus status = item.Status;
        byte[] bytes = _writer.Entry(item.Path, status.Mode, 0, status.Accessed, status.Modified, target);
        Remember(status);
        return bytes;
    }

    private byte[] BeginFile(WalkItem item)
    {
        IOutgoingFile file = item.Above.OpenFile(item.Name, item.Status);
        try
        {
            OutgoingStatus status = file.Status;
            byte[] bytes = _writer.Entry(
                item.Path, status.Mode, status.Length, status.Accessed, status.Modified);
            (_file, _left) = (file, status.Length);
            Remember(status);
            return bytes;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private void Remember(in OutgoingStatus status)
    {
        record.Count(status.Kind);
        if (options.Remembers)
        {
            record.Remember(status);
        }
    }
}

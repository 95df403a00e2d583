using System.IO.Hashing;

namespace PedOS.Protocols.FileCopy;

/// <summary>
/// The receiver's view of what a sender sends, checked: every name leads below the receiver's folder, every link stays
/// there, every number is in its range. Holds at most one name and one target.
/// </summary>
/// <param name="takesAllNames">
/// Whether names may hold any byte (the service's argument <c>allow-all-names</c>); else <see cref="NameText"/>.
/// </param>
public sealed class FileCopyReader(bool takesAllNames)
{
    private readonly Crc32 _crc = new();
    private byte[] _name = [];
    private byte[] _target = [];
    private State _state;
    private ulong _left;

    private enum State
    {
        Header,
        Name,
        Target,
        Data,
        End,
    }

    /// <summary>The entry that began last.</summary>
    public EntryHeader Header { get; private set; }

    /// <summary>Its name, up to the first NUL.</summary>
    public ReadOnlyMemory<byte> Name => _name;

    /// <summary>Where it leads, when it is a link, up to the first NUL.</summary>
    public ReadOnlyMemory<byte> Target => _target;

    /// <summary>CRC-32 of all bytes that were taken, as the answer tells it.</summary>
    public uint Crc => _crc.GetCurrentHashAsUInt32();

    /// <summary>Takes the next step.</summary>
    /// <param name="buffer">
    /// Bytes received and not yet consumed. Room for <see cref="FileCopyAbi.MaxName"/> of them is enough for every
    /// step.
    /// </param>
    /// <param name="consumed">
    /// Bytes used up; with <see cref="FileCopyStep.Data"/> they are the file's, the first of the buffer.
    /// </param>
    /// <exception cref="FileCopyException">The entry cannot be taken; nothing more may be read.</exception>
    /// <exception cref="InvalidOperationException">The stream has ended.</exception>
    public FileCopyStep Read(ReadOnlySpan<byte> buffer, out int consumed)
    {
        consumed = 0;
        while (true)
        {
            switch (_state)
            {
                case State.Header:
                    if (!TakeHeader(buffer, ref consumed))
                    {
                        return FileCopyStep.NeedMore;
                    }

                    break;
                case State.Name:
                    if (!Take(buffer, Header.NameLength, ref consumed, out _name))
                    {
                        return FileCopyStep.NeedMore;
                    }

                    if (TakeName())
                    {
                        return FileCopyStep.Entry;
                    }

                    break;
                case State.Target:
                    if (!Take(buffer, (uint)Header.Length, ref consumed, out _target))
                    {
                        return FileCopyStep.NeedMore;
                    }

                    CheckTarget();
                    _state = State.Header;
                    return FileCopyStep.Entry;
                case State.Data:
                    return TakeData(buffer, ref consumed);
                default:
                    return _left == 0 ? EndOnce() : throw new InvalidOperationException("the stream has ended");
            }
        }
    }

    /// <summary>Tells what it means that no more bytes come.</summary>
    /// <param name="unread">Bytes that no step has consumed.</param>
    /// <returns>Null when everything has arrived.</returns>
    public FileCopyException? Close(int unread) => _state switch
    {
        State.End => null,
        State.Header => Failure(
            FileCopyError.EREMOTEIO, $"the stream ends without its end, {unread} bytes of a header"),
        _ => Failure(FileCopyError.StreamCut, "the stream ends in the middle of an entry"),
    };

    private FileCopyStep EndOnce()
    {
        _left = 1;
        return FileCopyStep.End;
    }

    private bool TakeHeader(ReadOnlySpan<byte> buffer, ref int consumed)
    {
        if (buffer.Length - consumed < FileCopyAbi.HeaderSize)
        {
            return false;
        }

        ReadOnlySpan<byte> bytes = buffer.Slice(consumed, FileCopyAbi.HeaderSize);
        _crc.Append(bytes);
        consumed += FileCopyAbi.HeaderSize;
        EntryHeader header = EntryHeader.Read(bytes);
        if (header.NameLength == 0)
        {
            _state = State.End;
            _left = 0;
            return true;
        }

        if (header.NameLength > FileCopyAbi.MaxName)
        {
            _name = [];
            throw TooLong("a name", header.NameLength);
        }

        Header = header;
        _target = [];
        _state = State.Name;
        return true;
    }

    // Whether the entry is whole with its name, or its data comes step by step.
    private bool TakeName()
    {
        if (Header.Kind == EntryKind.Other)
        {
            throw Failure(FileCopyError.EINVAL, $"mode {Header.Mode:X}: neither file, directory nor link");
        }

        CheckName(_name, "the name");
        if (!EntryPath.IsLegal(_name))
        {
            throw Failure(FileCopyError.EILSEQ, "the name does not lead to one place below the folder");
        }

        if (Header.Length > FileCopyAbi.MaxLength || !IsTime(Header.Accessed) || !IsTime(Header.Modified))
        {
            throw Failure(FileCopyError.EINVAL, "a length or time is out of its range");
        }

        if (Header.Kind == EntryKind.Link)
        {
            if (Header.Length > FileCopyAbi.MaxName)
            {
                throw TooLong("a target", Header.Length);
            }

            _state = State.Target;
            return false;
        }

        (_state, _left) = Header.Kind == EntryKind.File ? (State.Data, Header.Length) : (State.Header, 0);
        return true;
    }

    private void CheckTarget()
    {
        CheckName(_target, "the target of the link");
        if (!EntryPath.IsInside(_name, _target))
        {
            throw new FileCopyException(FileCopyError.ENOLINK, _target, "the link leads out of its folder");
        }
    }

    private void CheckName(byte[] name, string what)
    {
        if (!takesAllNames && !NameText.IsPlain(name))
        {
            throw new FileCopyException(FileCopyError.EILSEQ, name, $"{what} has characters that deceive");
        }
    }

    private FileCopyStep TakeData(ReadOnlySpan<byte> buffer, ref int consumed)
    {
        if (_left == 0)
        {
            _state = State.Header;
            return FileCopyStep.FileEnd;
        }

        int length = (int)Math.Min(_left, (ulong)buffer.Length);
        if (length == 0)
        {
            return FileCopyStep.NeedMore;
        }

        _crc.Append(buffer[..length]);
        _left -= (ulong)length;
        consumed = length;
        return FileCopyStep.Data;
    }

    private bool Take(ReadOnlySpan<byte> buffer, uint length, ref int consumed, out byte[] taken)
    {
        taken = [];
        if ((uint)(buffer.Length - consumed) < length)
        {
            return false;
        }

        ReadOnlySpan<byte> bytes = buffer.Slice(consumed, (int)length);
        _crc.Append(bytes);
        consumed += (int)length;
        int end = bytes.IndexOf((byte)0);
        taken = (end < 0 ? bytes : bytes[..end]).ToArray();
        return true;
    }

    private FileCopyException TooLong(string what, ulong length) => Failure(
        FileCopyError.ENAMETOOLONG, $"{what} of {length} bytes, allowed are {FileCopyAbi.MaxName}");

    private FileCopyException Failure(uint error, string message) => new(error, _name, message);

    private static bool IsTime(EntryTime time) => time.Nanoseconds < FileCopyAbi.NanosecondsPerSecond;
}

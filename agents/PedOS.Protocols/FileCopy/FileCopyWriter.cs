using System.IO.Hashing;

namespace PedOS.Protocols.FileCopy;

/// <summary>What a sender sends; every entry passes the checks that its receiver makes.</summary>
public sealed class FileCopyWriter
{
    private readonly Crc32 _crc = new();
    private ulong _left;

    /// <summary>CRC-32 of all that was written, which the answer must tell.</summary>
    public uint Crc => _crc.GetCurrentHashAsUInt32();

    /// <summary>Begins an entry; the data of a file follows with <see cref="Data"/>.</summary>
    /// <param name="name">Its name, see <see cref="EntryPath.IsLegal"/>.</param>
    /// <param name="mode">Kind and permissions.</param>
    /// <param name="length">Bytes of a file's data; 0 for a directory, and for a link, whose target tells it.</param>
    /// <param name="accessed">Last access.</param>
    /// <param name="modified">Last change.</param>
    /// <param name="target">Where a link leads; empty for others.</param>
    /// <returns>The bytes to send.</returns>
    /// <exception cref="FileCopyException">The receiver would not take it.</exception>
    /// <exception cref="InvalidOperationException">The file before it is not whole.</exception>
    public byte[] Entry(
        ReadOnlySpan<byte> name,
        uint mode,
        ulong length,
        EntryTime accessed,
        EntryTime modified,
        ReadOnlySpan<byte> target = default)
    {
        DemandWhole();
        bool isLink = (mode & FileCopyAbi.KindMask) == FileCopyAbi.KindLink;
        int nameLength = name.Length + 1;
        EntryHeader header = new(
            (uint)nameLength, mode, isLink ? (ulong)target.Length : length, accessed, modified);
        byte[] bytes = new byte[FileCopyAbi.HeaderSize + nameLength + (isLink ? target.Length : 0)];
        header.Write(bytes);
        name.CopyTo(bytes.AsSpan(FileCopyAbi.HeaderSize));
        if (isLink)
        {
            target.CopyTo(bytes.AsSpan(FileCopyAbi.HeaderSize + nameLength));
        }

        // Throws what the receiver would answer.
        if (new FileCopyReader(takesAllNames: true).Read(bytes, out _) != FileCopyStep.Entry)
        {
            throw new FileCopyException(FileCopyError.EINVAL, name.ToArray(), "the entry is not whole");
        }

        _left = header.Kind == EntryKind.File ? length : 0;
        _crc.Append(bytes);
        return bytes;
    }

    /// <summary>Counts bytes of the file that began; they are sent as they are.</summary>
    /// <exception cref="ArgumentException">More than the file has.</exception>
    public void Data(ReadOnlySpan<byte> bytes)
    {
        if ((ulong)bytes.Length > _left)
        {
            throw new ArgumentException($"the file has {_left} more bytes, not {bytes.Length}", nameof(bytes));
        }

        _left -= (ulong)bytes.Length;
        _crc.Append(bytes);
    }

    /// <summary>The end of the stream.</summary>
    /// <returns>The bytes to send.</returns>
    /// <exception cref="InvalidOperationException">The last file is not whole.</exception>
    public byte[] End()
    {
        DemandWhole();
        byte[] bytes = new byte[FileCopyAbi.HeaderSize];
        _crc.Append(bytes);
        return bytes;
    }

    private void DemandWhole()
    {
        if (_left != 0)
        {
            throw new InvalidOperationException($"the last file has {_left} more bytes");
        }
    }
}

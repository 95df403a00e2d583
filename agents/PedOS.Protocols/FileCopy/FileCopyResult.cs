using System.Buffers.Binary;

namespace PedOS.Protocols.FileCopy;

/// <summary>The receiver's answer; sent once, at the end or at the first error.</summary>
/// <param name="Error">0, or why not everything has arrived; see <see cref="FileCopyError"/>.</param>
/// <param name="Crc">CRC-32 of what the receiver has read; counts only without an error.</param>
/// <param name="LastName">What the answer is about; empty when it does not say.</param>
public sealed record FileCopyResult(uint Error, uint Crc, ReadOnlyMemory<byte> LastName)
{
    private const int CrcOffset = 8;

    /// <summary>Reads the answer.</summary>
    /// <param name="buffer">All bytes received.</param>
    /// <param name="isEnd">Whether no more will come: then the last name may be missing, or cut off.</param>
    /// <param name="result">The answer when done.</param>
    /// <remarks>Bytes behind it have no meaning. A last name above the limit is cut there.</remarks>
    /// <exception cref="ProtocolException">FileCopyNoResult: the bytes end before the answer does.</exception>
    public static ReadStatus TryRead(ReadOnlySpan<byte> buffer, bool isEnd, out FileCopyResult? result)
    {
        result = null;
        if (buffer.Length < FileCopyAbi.ResultSize)
        {
            return isEnd
                ? throw new ProtocolException(
                    "FileCopyNoResult", $"the answer ends after {buffer.Length} of {FileCopyAbi.ResultSize} bytes")
                : ReadStatus.NeedMore;
        }

        ReadOnlySpan<byte> name = buffer[FileCopyAbi.ResultSize..];
        int length = 0;
        if (name.Length >= FileCopyAbi.LastNameLengthSize)
        {
            length = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(name), FileCopyAbi.MaxLastName);
            name = name[FileCopyAbi.LastNameLengthSize..];
        }
        else if (!isEnd)
        {
            return ReadStatus.NeedMore;
        }

        if (name.Length < length && !isEnd)
        {
            return ReadStatus.NeedMore;
        }

        result = new FileCopyResult(
            BinaryPrimitives.ReadUInt32LittleEndian(buffer),
            (uint)BinaryPrimitives.ReadUInt64LittleEndian(buffer[CrcOffset..]),
            name[..Math.Min(length, name.Length)].ToArray());
        return ReadStatus.Done;
    }

    /// <summary>The answer as it is sent; a last name above the limit is cut there.</summary>
    public byte[] ToBytes()
    {
        ReadOnlySpan<byte> name = LastName.Span[..Math.Min(LastName.Length, FileCopyAbi.MaxLastName)];
        byte[] bytes = new byte[FileCopyAbi.ResultSize + FileCopyAbi.LastNameLengthSize + name.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Error);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(CrcOffset), Crc);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(FileCopyAbi.ResultSize), (uint)name.Length);
        name.CopyTo(bytes.AsSpan(FileCopyAbi.ResultSize + FileCopyAbi.LastNameLengthSize));
        return bytes;
    }
}

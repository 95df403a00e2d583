using System.Buffers.Binary;

namespace PedOS.Protocols.FileCopy;

/// <summary>The header of an entry; layout at <see cref="FileCopyAbi.HeaderSize"/>.</summary>
/// <param name="NameLength">Bytes of the name that follows, a NUL at its end included; 0 ends the stream.</param>
/// <param name="Mode">Kind and permissions as POSIX has them.</param>
/// <param name="Length">Bytes of a file's data or a link's target; without meaning for a directory.</param>
/// <param name="Accessed">Last access.</param>
/// <param name="Modified">Last change.</param>
public readonly record struct EntryHeader(
    uint NameLength, uint Mode, ulong Length, EntryTime Accessed, EntryTime Modified)
{
    private const int ModeOffset = 4;
    private const int LengthOffset = 8;
    private const int AccessedOffset = 16;
    private const int ModifiedOffset = 24;
    private const int NanosecondsOffset = 4;

    /// <summary>What the mode says that it is.</summary>
    public EntryKind Kind => (Mode & FileCopyAbi.KindMask) switch
    {
        FileCopyAbi.KindFile => EntryKind.File,
        FileCopyAbi.KindDirectory => EntryKind.Directory,
        FileCopyAbi.KindLink => EntryKind.Link,
        _ => EntryKind.Other,
    };

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">At least <see cref="FileCopyAbi.HeaderSize"/> bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer.</exception>
    public static EntryHeader Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[ModeOffset..]),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[LengthOffset..]),
        ReadTime(bytes[AccessedOffset..]),
        ReadTime(bytes[ModifiedOffset..]));

    /// <summary>Writes the header.</summary>
    /// <param name="bytes">Room for <see cref="FileCopyAbi.HeaderSize"/> bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less.</exception>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, NameLength);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[ModeOffset..], Mode);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[LengthOffset..], Length);
        WriteTime(bytes[AccessedOffset..], Accessed);
        WriteTime(bytes[ModifiedOffset..], Modified);
    }

    private static EntryTime ReadTime(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[NanosecondsOffset..]));

    private static void WriteTime(Span<byte> bytes, EntryTime time)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, time.Seconds);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[NanosecondsOffset..], time.Nanoseconds);
    }
}

using System.Collections;

namespace PedOS.Tools.Engine.Hives;

/// <summary>
/// The records of a hive file as they are on the disk. libhivex trusts more of them than it should when it changes
/// something: a wrong offset ends the process. So the chain of bins and records is checked before it opens the file,
/// and what it is about to touch is checked before it does.
/// </summary>
internal sealed class HiveCells
{
    private const int Granule = 8;

    private readonly Stream _file;
    private readonly BitArray _used;

    private HiveCells(Stream file, HiveHeader header, BitArray used)
    {
        _file = file;
        Header = header;
        _used = used;
    }

    /// <summary>The header.</summary>
    public HiveHeader Header { get; }

    /// <summary>Checks header, bins and the chain of records.</summary>
    /// <param name="file">The hive; stays open as long as this is used, and stays the caller's.</param>
    /// <param name="flaw">Why it is not a hive.</param>
    /// <returns>null when it is not.</returns>
    public static HiveCells? Read(Stream file, out string? flaw)
    {
        HiveHeader? header = file.Length <= HiveAbi.MaxFile ? HiveHeader.Read(file) : null;
        flaw = header is null ? "it is too short or too long for a hive" : header.Flaw();
        if (header is null || flaw is not null)
        {
            return null;
        }

        if (header.BinsSize > file.Length - HiveAbi.PageSize)
        {
            flaw = "it was cut off";
            return null;
        }

        BitArray used = new((int)(header.BinsSize / Granule));
        byte[] bin = new byte[HiveAbi.PageSize];
        uint at = 0;
        while (at < header.BinsSize && flaw is null)
        {
            flaw = ReadBin(file, header.BinsSize, ref at, ref bin, used);
        }

        HiveCells cells = new(file, header, used);
        flaw ??= cells.Signature(header.RootKey) == HiveAbi.KeySignature ? null : "it has no root key";
        return flaw is null ? cells : null;
    }

    /// <summary>Whether a record was there when the file was checked.</summary>
    public bool IsUsed(uint offset) =>
        offset % Granule == 0 && offset / Granule < (uint)_used.Length && _used[(int)(offset / Granule)];

    /// <summary>Bytes of a record; null when there is none at the offset.</summary>
    public byte[]? Find(uint offset)
    {
        byte[] size = new byte[sizeof(int)];
        if (!IsUsed(offset))
        {
            return null;
        }

        _file.Position = HiveAbi.PageSize + offset;
        if (!HiveBytes.TryFill(_file, size, size.Length))
        {
            return null;
        }

        // The chain was checked: a used record has a negative size that lies within its bin.
        int length = unchecked(-BitConverter.ToInt32(size, 0)) - sizeof(int);
        byte[] cell = new byte[length > 0 && length <= Header.BinsSize ? length : 0];
        return HiveBytes.TryFill(_file, cell, cell.Length) ? cell : null;
    }

    /// <summary>Signature of a record; 0 when there is none.</summary>
    public ushort Signature(uint offset) =>
        Find(offset) is { Length: >= sizeof(ushort) } cell ? BitConverter.ToUInt16(cell, 0) : (ushort)0;

    /// <summary>A key's record; null when there is none at the offset.</summary>
    public byte[]? FindKey(uint offset) =>
        Find(offset) is { Length: >= HiveAbi.KeyName } key && BitConverter.ToUInt16(key, 0) == HiveAbi.KeySignature
            ? key
            : null;

    /// <summary>Overwrites a part of a record.</summary>
    public void Write(uint offset, int at, byte[] bytes, int count)
    {
        _file.Position = HiveAbi.PageSize + offset + sizeof(int) + at;
        _file.Write(bytes, 0, count);
    }

    private static string? ReadBin(Stream file, uint end, ref uint at, ref byte[] bin, BitArray used)
    {
        file.Position = HiveAbi.PageSize + at;
        if (!HiveBytes.TryFill(file, bin, HiveAbi.PageSize)
            || BitConverter.ToUInt32(bin, 0) != HiveAbi.BinSignature
            || BitConverter.ToUInt32(bin, 4) != at)
        {
            return $"there is no bin at 0x{at:x}";
        }

        uint size = BitConverter.ToUInt32(bin, 8);
        if (size == 0 || size % HiveAbi.PageSize != 0 || size > end - at)
        {
            return $"the bin at 0x{at:x} has an impossible size";
        }

        if (size > bin.Length)
        {
            Array.Resize(ref bin, (int)size);
        }

        if (size > HiveAbi.PageSize)
        {
            file.Position = HiveAbi.PageSize + at;
            if (!HiveBytes.TryFill(file, bin, (int)size))
            {
                return "it was cut off";
            }
        }

        for (uint cell = HiveAbi.BinHeaderSize; cell < size;)
        {
            int length = BitConverter.ToInt32(bin, (int)cell);
            uint room = (uint)Math.Abs((long)length);
            if (room < Granule || room % Granule != 0 || room > size - cell)
            {
                return $"the record at 0x{at + cell:x} has an impossible size";
            }

            if (length < 0)
            {
                used[(int)((at + cell) / Granule)] = true;
            }

            cell += room;
        }

        at += size;
        return null;
    }
}

using System.Collections;

namespace PedOS.Tools.Engine.Hives;

/// <summary>
/// The records of a hive, in memory. Nothing that a hive says is trusted: the chain of bins and records is checked when
/// it is read, and every access is to a record that is in use and lies within it, or ends in a
/// <see cref="HiveFlawException"/>.
/// </summary>
internal sealed class HiveCells
{
    private const int Granule = 8;
    private const int SizeLength = sizeof(int);

    // The most that one bin grows by, so that a large hive does not grow page by page.
    private const uint LargestGrowth = 64 * 1024;

    // Room that is used again, of what was free when the hive was read: a hive of free crumbs alone must not fill the
    // memory. What is free beyond stays so.
    private const int MostFree = 65536;

    private readonly BitArray _used;
    private readonly SortedSet<(uint Size, uint Offset)> _free = [];
    private readonly long _longest;
    private byte[] _bytes;
    private uint _end;

    private HiveCells(HiveHeader header, byte[] bins, long longest)
    {
        _longest = longest;
        Header = header;
        _bytes = bins;
        _end = header.BinsSize;
        _used = new BitArray((int)(_end / Granule));
    }

    /// <summary>The header; not changed before <see cref="Save"/>.</summary>
    public HiveHeader Header { get; }

    /// <summary>Bytes of all bins.</summary>
    public uint Size => _end;

    /// <summary>Reads a hive, and checks its header, its bins and the chain of records.</summary>
    /// <param name="file">The hive.</param>
    /// <param name="flaw">Why it is not a hive.</param>
    /// <param name="longest">Bytes that its file may have, now and later.</param>
    /// <returns>null when it is not.</returns>
    public static HiveCells? Read(Stream file, out string? flaw, long longest = HiveAbi.MaxFile)
    {
        HiveHeader? header = file.Length <= longest ? HiveHeader.Read(file) : null;
        flaw = header is null ? "it is too short or too long for a hive" : header.Flaw();
        if (header is null || flaw is not null)
        {
            return null;
        }

        byte[] bins = [];
        if (header.BinsSize <= file.Length - HiveAbi.PageSize)
        {
            bins = new byte[header.BinsSize];
            file.Position = HiveAbi.PageSize;
        }

        if (bins.Length == 0 || !HiveBytes.TryFill(file, bins, bins.Length))
        {
            flaw = "it was cut off";
            return null;
        }

        HiveCells cells = new(header, bins, longest);
        for (uint at = 0; at < cells._end && flaw is null;)
        {
            flaw = cells.ReadBin(ref at);
        }

        flaw ??= cells.HasSignature(header.RootKey, HiveAbi.KeySignature, HiveAbi.KeyName)
            ? null
            : "it has no root key";
        return flaw is null ? cells : null;
    }

    /// <summary>Whether a record in use begins there.</summary>
    public bool IsUsed(uint offset) =>
        offset % Granule == 0 && offset < _end && _used[(int)(offset / Granule)];

    /// <summary>Whether a record in use begins there, of a kind, and with so many bytes at least.</summary>
    public bool HasSignature(uint offset, ushort signature, int length) =>
        IsUsed(offset) && Length(offset) >= length && Get16(offset, 0) == signature;

    /// <summary>Bytes that a record has room for.</summary>
    public int Length(uint offset)
    {
        if (!IsUsed(offset))
        {
            throw new HiveFlawException($"there is no record at 0x{offset:x}");
        }

        // The chain was checked: a used record has a negative size, and lies within its bin.
        return -BitConverter.ToInt32(_bytes, (int)offset) - SizeLength;
    }

    /// <summary>A number of a record.</summary>
    public byte Get8(uint offset, int at) => _bytes[Place(offset, at, sizeof(byte))];

    /// <inheritdoc cref="Get8"/>
    public ushort Get16(uint offset, int at) => BitConverter.ToUInt16(_bytes, Place(offset, at, sizeof(ushort)));

    /// <inheritdoc cref="Get8"/>
    public uint Get32(uint offset, int at) => BitConverter.ToUInt32(_bytes, Place(offset, at, sizeof(uint)));

    /// <summary>A part of a record.</summary>
    public byte[] GetBytes(uint offset, int at, int count)
    {
        int place = Place(offset, at, count);
        byte[] bytes = new byte[count];
        Buffer.BlockCopy(_bytes, place, bytes, 0, count);
        return bytes;
    }

    /// <summary>Changes a number of a record.</summary>
    public void Put16(uint offset, int at, ushort value)
    {
        int place = Place(offset, at, sizeof(ushort));
        _bytes[place] = (byte)value;
        _bytes[place + 1] = (byte)(value >> 8);
    }

    /// <inheritdoc cref="Put16"/>
    public void Put32(uint offset, int at, uint value) =>
        HiveBytes.Put32(_bytes, Place(offset, at, sizeof(uint)), value);

    /// <summary>Changes a part of a record.</summary>
    public void PutBytes(uint offset, int at, byte[] bytes) =>
        Buffer.BlockCopy(bytes, 0, _bytes, Place(offset, at, bytes.Length), bytes.Length);

    /// <summary>Makes a record; all its bytes are zero.</summary>
    /// <param name="length">Bytes it needs.</param>
    /// <returns>Its offset.</returns>
    /// <exception cref="HiveFlawException">The hive would be longer than any may be.</exception>
    public uint Allocate(int length)
    {
        uint size = checked((uint)(length + SizeLength + Granule - 1)) / Granule * Granule;
        (uint Size, uint Offset) found = _free.GetViewBetween((size, 0), (uint.MaxValue, uint.MaxValue)).Min;
        if (found.Size == 0)
        {
            found = Grow(size);
        }

        _ = _free.Remove(found);
        if (found.Size > size)
        {
            MakeFree(found.Offset + size, found.Size - size);
        }

        Array.Clear(_bytes, (int)found.Offset, (int)size);
        HiveBytes.Put32(_bytes, (int)found.Offset, unchecked((uint)-(int)size));
        _used[(int)(found.Offset / Granule)] = true;
        return found.Offset;
    }

    /// <summary>Gives a record up.</summary>
    public void Free(uint offset)
    {
        uint size = (uint)(Length(offset) + SizeLength);
        _used[(int)(offset / Granule)] = false;
        MakeFree(offset, size);
    }

    /// <summary>Writes the hive.</summary>
    public void Save(Stream file)
    {
        Header.Write(file, _end);
        file.Write(_bytes, 0, (int)_end);
    }

    private int Place(uint offset, int at, int count)
    {
        if (at < 0 || count < 0 || at > Length(offset) - count)
        {
            throw new HiveFlawException($"the record at 0x{offset:x} is too short");
        }

        return (int)offset + SizeLength + at;
    }

    private void MakeFree(uint offset, uint size)
    {
        HiveBytes.Put32(_bytes, (int)offset, size);
        _ = _free.Add((size, offset));
    }

    private (uint Size, uint Offset) Grow(uint size)
    {
        uint least = (size + HiveAbi.BinHeaderSize + HiveAbi.PageSize - 1) / HiveAbi.PageSize * HiveAbi.PageSize;
        uint more = Math.Max(least, Math.Min(LargestGrowth, _end / 64 / HiveAbi.PageSize * HiveAbi.PageSize));
        if (more > _longest - HiveAbi.PageSize - _end)
        {
            throw new HiveFlawException("it would become longer than a hive may be", isLimit: true);
        }

        uint at = _end;
        if (at + more > (uint)_bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Max(at + more, Math.Min(_longest, (at + more) * 9L / 8)));
            _used.Length = _bytes.Length / Granule;
        }

        HiveBytes.Put32(_bytes, (int)at, HiveAbi.BinSignature);
        HiveBytes.Put32(_bytes, (int)at + 4, at);
        HiveBytes.Put32(_bytes, (int)at + 8, more);
        _end += more;
        MakeFree(at + HiveAbi.BinHeaderSize, more - HiveAbi.BinHeaderSize);
        return (more - HiveAbi.BinHeaderSize, at + HiveAbi.BinHeaderSize);
    }

    private string? ReadBin(ref uint at)
    {
        if (_end - at < HiveAbi.BinHeaderSize
            || BitConverter.ToUInt32(_bytes, (int)at) != HiveAbi.BinSignature
            || BitConverter.ToUInt32(_bytes, (int)at + 4) != at)
        {
            return $"there is no bin at 0x{at:x}";
        }

        uint size = BitConverter.ToUInt32(_bytes, (int)at + 8);
        if (size == 0 || size % HiveAbi.PageSize != 0 || size > _end - at)
        {
            return $"the bin at 0x{at:x} has an impossible size";
        }

        for (uint cell = at + HiveAbi.BinHeaderSize; cell < at + size;)
        {
            int length = BitConverter.ToInt32(_bytes, (int)cell);
            uint room = (uint)Math.Abs((long)length);
            if (room < Granule || room % Granule != 0 || room > at + size - cell)
            {
                return $"the record at 0x{cell:x} has an impossible size";
            }

            if (length < 0)
            {
                _used[(int)(cell / Granule)] = true;
            }
            else if (_free.Count < MostFree)
            {
                _ = _free.Add((room, cell));
            }

            cell += room;
        }

        at += size;
        return null;
    }
}

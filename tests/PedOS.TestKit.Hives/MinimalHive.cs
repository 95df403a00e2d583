using System.Buffers.Binary;
using System.Text;

namespace PedOS.TestKit.Hives;

/// <summary>
/// Builds the smallest registry hive there is: 4 KiB header, one 4 KiB bin with the root key, its security descriptor
/// and free space. libhivex cannot create a hive, only change one.
/// </summary>
public static class MinimalHive
{
    /// <summary>Bytes it has.</summary>
    public const int Size = HeaderSize + BinSize;

    private const int HeaderSize = 4096;
    private const int BinSize = 4096;
    private const int BinHeaderSize = 32;

    // Offsets inside a hive count from the first bin.
    private const uint None = 0xffffffff;
    private const int KeyCell = BinHeaderSize;
    private const int KeyCellSize = 0x60;
    private const int SecurityCell = KeyCell + KeyCellSize;

    // D:(A;CI;KA;;;SY)(A;CI;KA;;;BA)(A;CI;KR;;;BU), owner and group BA; self-relative.
    private static readonly byte[] Descriptor = BuildDescriptor();

    // 2026-11-21T00:00:00Z as a file time; a fixed one makes the same bytes each time.
    private static readonly long Written = new DateTime(2026, 11, 21, 0, 0, 0, DateTimeKind.Utc).ToFileTimeUtc();

    /// <summary>Builds the hive.</summary>
    /// <param name="rootName">Name of the root key, ASCII; Windows never shows it.</param>
    /// <param name="format">Its format.</param>
    public static byte[] Build(string rootName = "ROOT", HiveFormat format = HiveFormat.Machine)
    {
        byte[] hive = new byte[Size];
        WriteBin(hive.AsSpan(HeaderSize), Encoding.ASCII.GetBytes(rootName));
        WriteHeader(hive.AsSpan(0, HeaderSize), format);
        return hive;
    }

    private static void WriteHeader(Span<byte> header, HiveFormat format)
    {
        "regf"u8.CopyTo(header);
        Put32(header, 0x04, 1); // sequence number at the begin and at the end of the last write
        Put32(header, 0x08, 1);
        Put64(header, 0x0c, Written);
        Put32(header, 0x14, 1);
        Put32(header, 0x18, (uint)format);
        Put32(header, 0x1c, 0); // a primary file
        Put32(header, 0x20, 1); // read directly into memory
        Put32(header, 0x24, KeyCell);
        Put32(header, 0x28, BinSize);
        Put32(header, 0x2c, 1); // sectors of 512 bytes

        uint sum = 0;
        for (int i = 0; i < 0x1fc; i += 4)
        {
            sum ^= BinaryPrimitives.ReadUInt32LittleEndian(header[i..]);
        }

        Put32(header, 0x1fc, sum);
    }

    private static void WriteBin(Span<byte> bin, byte[] rootName)
    {
        "hbin"u8.CopyTo(bin);
        Put32(bin, 0x04, 0); // offset of this bin
        Put32(bin, 0x08, BinSize);
        Put64(bin, 0x14, Written);

        Span<byte> key = Cell(bin, KeyCell, KeyCellSize);
        "nk"u8.CopyTo(key);
        Put16(key, 0x02, 0x2c); // hive entry, cannot be deleted, name in one byte per character
        Put64(key, 0x04, Written);
        Put32(key, 0x10, None); // parent
        Put32(key, 0x1c, None); // subkeys
        Put32(key, 0x20, None); // volatile subkeys
        Put32(key, 0x28, None); // values
        Put32(key, 0x2c, SecurityCell);
        Put32(key, 0x30, None); // class
        Put16(key, 0x48, (ushort)rootName.Length);
        rootName.CopyTo(key[0x4c..]);

        int securitySize = (4 + 0x14 + Descriptor.Length + 7) & ~7;
        Span<byte> security = Cell(bin, SecurityCell, securitySize);
        "sk"u8.CopyTo(security);
        Put32(security, 0x04, SecurityCell); // a ring of one
        Put32(security, 0x08, SecurityCell);
        Put32(security, 0x0c, 1); // keys that use it
        Put32(security, 0x10, (uint)Descriptor.Length);
        Descriptor.CopyTo(security[0x14..]);

        int free = SecurityCell + securitySize;
        BinaryPrimitives.WriteInt32LittleEndian(bin[free..], BinSize - free); // positive: free
    }

    private static Span<byte> Cell(Span<byte> bin, int offset, int size)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bin[offset..], -size); // negative: in use
        return bin.Slice(offset + 4, size - 4);
    }

    private static byte[] BuildDescriptor()
    {
        byte[] system = Sid(18);
        byte[] administrators = Sid(32, 544);
        byte[] users = Sid(32, 545);
        byte[] entries = [.. Allow(0xf003f, system), .. Allow(0xf003f, administrators), .. Allow(0x20019, users)];

        const int HeaderLength = 20;
        byte[] list = new byte[8 + entries.Length];
        list[0] = 2; // revision
        Put16(list, 2, (ushort)list.Length);
        Put16(list, 4, 3); // entries
        entries.CopyTo(list, 8);

        byte[] header = new byte[HeaderLength];
        header[0] = 1; // revision
        Put16(header, 2, 0x8004); // self-relative, has a DACL
        Put32(header, 4, (uint)(HeaderLength + list.Length)); // owner
        Put32(header, 8, (uint)(HeaderLength + list.Length)); // group
        Put32(header, 16, HeaderLength); // DACL
        return [.. header, .. list, .. administrators];
    }

    private static byte[] Allow(uint access, byte[] sid)
    {
        byte[] entry = new byte[8 + sid.Length];
        entry[1] = 2; // subkeys inherit
        Put16(entry, 2, (ushort)entry.Length);
        Put32(entry, 4, access);
        sid.CopyTo(entry, 8);
        return entry;
    }

    /// <summary>A SID of the NT authority.</summary>
    private static byte[] Sid(params uint[] parts)
    {
        byte[] sid = new byte[8 + (4 * parts.Length)];
        sid[0] = 1; // revision
        sid[1] = (byte)parts.Length;
        sid[7] = 5; // NT authority
        for (int i = 0; i < parts.Length; i++)
        {
            Put32(sid, 8 + (4 * i), parts[i]);
        }

        return sid;
    }

    private static void Put16(Span<byte> at, int offset, ushort value) =>
        BinaryPrimitives.WriteUInt16LittleEndian(at[offset..], value);

    private static void Put32(Span<byte> at, int offset, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(at[offset..], value);

    private static void Put64(Span<byte> at, int offset, long value) =>
        BinaryPrimitives.WriteInt64LittleEndian(at[offset..], value);
}

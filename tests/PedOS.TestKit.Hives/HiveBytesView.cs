using System.Buffers.Binary;
using System.Text;

namespace PedOS.TestKit.Hives;

/// <summary>Looks into the bytes of a hive, sharing no code with what is tested.</summary>
/// <param name="bytes">The file.</param>
public sealed class HiveBytesView(byte[] bytes)
{
    private const int HeaderSize = 4096;

    /// <summary>The file.</summary>
    public byte[] Bytes => bytes;

    /// <summary>Offset of the root key.</summary>
    public uint Root => Number(36 - HeaderSize);

    /// <summary>Bytes of all bins.</summary>
    public int BinsSize => (int)Number(40 - HeaderSize);

    /// <summary>Minor version of the format.</summary>
    public uint MinorVersion => Number(24 - HeaderSize);

    /// <summary>A number, counted from the first bin.</summary>
    public uint Number(long at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan((int)(HeaderSize + at)));

    /// <inheritdoc cref="Number"/>
    public ushort Short(long at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan((int)(HeaderSize + at)));

    /// <summary>Where the bytes of a record begin.</summary>
    public static long At(uint cell) => cell + 4L;

    /// <summary>Bytes that a record takes, its size included; negative when it is free.</summary>
    public int Size(uint cell) => -(int)Number(cell);

    /// <summary>Two letters that say what a record is.</summary>
    public string Kind(uint cell) => Encoding.Latin1.GetString(bytes, (int)(HeaderSize + At(cell)), 2);

    /// <summary>Name of a key.</summary>
    public string KeyName(uint cell) => Name(cell, 72, 76, (Short(At(cell) + 2) & 0x20) != 0);

    /// <summary>Name of a value.</summary>
    public string ValueName(uint cell) => Name(cell, 2, 20, (Short(At(cell) + 16) & 1) != 0);

    /// <summary>Lists of a key's keys: the only one, or those of its "ri".</summary>
    public uint[] Leaves(uint key)
    {
        if (Number(At(key) + 20) == 0)
        {
            return [];
        }

        uint list = Number(At(key) + 28);
        return Kind(list) == "ri"
            ? [.. Enumerable.Range(0, Short(At(list) + 2)).Select(i => Number(At(list) + 4 + (4 * i)))]
            : [list];
    }

    /// <summary>Keys of a list.</summary>
    public uint[] Entries(uint leaf) =>
        [.. Enumerable.Range(0, Short(At(leaf) + 2)).Select(i => Number(At(leaf) + 4 + (EntrySize(leaf) * i)))];

    /// <summary>Bytes of an entry of a list.</summary>
    public int EntrySize(uint leaf) => Kind(leaf) == "li" ? 4 : 8;

    /// <summary>Values of a key.</summary>
    public uint[] Values(uint key)
    {
        uint list = Number(At(key) + 40);
        return [.. Enumerable.Range(0, (int)Number(At(key) + 36)).Select(i => Number(At(list) + (4 * i)))];
    }

    /// <summary>A key by its path.</summary>
    public uint Find(string path)
    {
        uint key = Root;
        foreach (string name in path.Split('\\', StringSplitOptions.RemoveEmptyEntries))
        {
            key = Leaves(key).SelectMany(Entries).First(
                below => string.Equals(KeyName(below), name, StringComparison.OrdinalIgnoreCase));
        }

        return key;
    }

    /// <summary>A value of a key.</summary>
    public uint FindValue(string path, string name) => Values(Find(path)).First(value => ValueName(value) == name);

    /// <summary>Changes a number, counted from the first bin.</summary>
    public void Put(long at, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan((int)(HeaderSize + at)), value);

    /// <inheritdoc cref="Put"/>
    public void PutShort(long at, int value) =>
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan((int)(HeaderSize + at)), (ushort)value);

    /// <summary>Corrects the checksum of the header.</summary>
    public void Seal()
    {
        uint sum = 0;
        for (int i = 0; i < 508; i += 4)
        {
            sum ^= Number(i - HeaderSize);
        }

        Put(508 - HeaderSize, sum switch { 0 => 1, uint.MaxValue => uint.MaxValue - 1, _ => sum });
    }

    /// <summary>What a list with hashes has beside a key.</summary>
    public static uint Hash(string name) =>
        name.Aggregate(0u, static (hash, one) => unchecked((hash * 37) + char.ToUpperInvariant(one)));

    private string Name(uint cell, int lengthAt, int at, bool isLatin)
    {
        int length = Short(At(cell) + lengthAt);
        return string.Concat(Enumerable.Range(0, isLatin ? length : length / 2).Select(i => isLatin
            ? (char)bytes[HeaderSize + At(cell) + at + i]
            : (char)Short(At(cell) + at + (2 * i))));
    }
}

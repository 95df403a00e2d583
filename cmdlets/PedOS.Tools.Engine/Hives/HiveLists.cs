using System.Text;

namespace PedOS.Tools.Engine.Hives;

/// <summary>
/// Lists of subkeys. Windows searches them by halving, in the order of the upper-case names, and by a hash of them;
/// libhivex computes both for ASCII alone, so a key with another name would not be found.
/// </summary>
internal static class HiveLists
{
    private const int CountOffset = 2;
    private const int EntriesOffset = 4;
    private const int EntrySize = 8;
    private const uint HashFactor = 37;

    /// <summary>
    /// Offsets of the lists with entries that a list leads to; null when one is damaged or of another kind.
    /// </summary>
    public static IReadOnlyList<uint>? Leaves(HiveCells cells, uint list)
    {
        if (cells.Signature(list) != HiveAbi.ListListSignature)
        {
            return Entries(cells, list) is null ? null : [list];
        }

        byte[] record = cells.Find(list)!;
        int count = record.Length >= EntriesOffset ? BitConverter.ToUInt16(record, CountOffset) : 0;
        if (count == 0 || count > (record.Length - EntriesOffset) / sizeof(uint))
        {
            return null;
        }

        uint[] leaves = Offsets(record, count, sizeof(uint));
        return leaves.All(leaf => Entries(cells, leaf) is not null) ? leaves : null;
    }

    /// <summary>Puts the subkeys of a key into Windows' order, with their hashes.</summary>
    /// <returns>Whether the file was changed.</returns>
    public static bool Mend(HiveCells cells, uint parent)
    {
        if (cells.FindKey(parent) is not { } key
            || BitConverter.ToUInt32(key, HiveAbi.KeyCount) == 0
            || Leaves(cells, BitConverter.ToUInt32(key, HiveAbi.KeyList)) is not { } leaves)
        {
            return false;
        }

        uint[] before = [.. leaves.SelectMany(leaf => Entries(cells, leaf)!)];
        Dictionary<uint, string> names = before.Distinct().ToDictionary(static k => k, k => UpperName(cells, k));
        Queue<uint> after = new(before.OrderBy(k => names[k], StringComparer.Ordinal));
        bool isChanged = false;
        foreach (uint leaf in leaves)
        {
            byte[] old = cells.Find(leaf)!;
            byte[] mended = (byte[])old.Clone();
            bool isHash = BitConverter.ToUInt16(old, 0) == HiveAbi.HashListSignature;
            int count = BitConverter.ToUInt16(old, CountOffset);
            for (int i = 0; i < count; i++)
            {
                uint child = after.Dequeue();
                int at = EntriesOffset + (i * EntrySize);
                HiveBytes.Put32(mended, at, child);
                HiveBytes.Put32(mended, at + sizeof(uint), isHash ? Hash(names[child]) : Hint(cells, child));
            }

            if (!mended.SequenceEqual(old))
            {
                cells.Write(leaf, 0, mended, mended.Length);
                isChanged = true;
            }
        }

        return isChanged;
    }

    private static uint[]? Entries(HiveCells cells, uint leaf)
    {
        if (cells.Find(leaf) is not { Length: >= EntriesOffset } record
            || BitConverter.ToUInt16(record, 0) is not (HiveAbi.HashListSignature or HiveAbi.HintListSignature))
        {
            return null;
        }

        int count = BitConverter.ToUInt16(record, CountOffset);
        return count <= (record.Length - EntriesOffset) / EntrySize
            ? Offsets(record, count, EntrySize)
            : null;
    }

    private static uint[] Offsets(byte[] list, int count, int entrySize) =>
        [.. Enumerable.Range(0, count).Select(i => BitConverter.ToUInt32(list, EntriesOffset + (i * entrySize)))];

    private static uint Hash(string upperName)
    {
        uint hash = 0;
        foreach (char one in upperName)
        {
            hash = unchecked((hash * HashFactor) + one);
        }

        return hash;
    }

    /// <summary>The first four characters, one byte each; 0 when one of them does not fit.</summary>
    private static uint Hint(HiveCells cells, uint key)
    {
        string name = Name(cells, key);
        byte[] hint = new byte[sizeof(uint)];
        for (int i = 0; i < Math.Min(hint.Length, name.Length); i++)
        {
            if (name[i] > byte.MaxValue)
            {
                return 0;
            }

            hint[i] = (byte)name[i];
        }

        return BitConverter.ToUInt32(hint, 0);
    }

    private static string UpperName(HiveCells cells, uint key) => Name(cells, key).ToUpperInvariant();

    private static string Name(HiveCells cells, uint key)
    {
        if (cells.FindKey(key) is not { } record)
        {
            return string.Empty;
        }

        int length = Math.Min(BitConverter.ToUInt16(record, HiveAbi.KeyNameLength), record.Length - HiveAbi.KeyName);
        bool isLatin = (BitConverter.ToUInt16(record, HiveAbi.KeyFlags) & HiveAbi.KeyNameIsLatin) != 0;
        return isLatin
            ? new string([.. record.Skip(HiveAbi.KeyName).Take(length).Select(static one => (char)one)])
            : Encoding.Unicode.GetString(record, HiveAbi.KeyName, length & ~1);
    }
}

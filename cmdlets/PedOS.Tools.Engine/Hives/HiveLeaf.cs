namespace PedOS.Tools.Engine.Hives;

/// <summary>
/// One list of keys: "lh" (with a hash of the name), "lf" (with its begin), or "li" (keys alone). A key has one of
/// them, or an "ri" that lists several.
/// </summary>
internal sealed class HiveLeaf
{
    private HiveLeaf(uint offset, ushort kind, List<(uint Key, uint Word)> entries)
    {
        Offset = offset;
        Kind = kind;
        Entries = entries;
    }

    /// <summary>Its record; <see cref="HiveAbi.None"/> while it has none.</summary>
    public uint Offset { get; private set; }

    /// <summary>Signature of its record.</summary>
    public ushort Kind { get; }

    /// <summary>The keys, each with what the list has beside it; 0 in an "li".</summary>
    public List<(uint Key, uint Word)> Entries { get; }

    /// <summary>Most keys that Windows puts into one.</summary>
    public int Capacity => Kind == HiveAbi.HintListSignature ? HiveAbi.MaxHintList : HiveAbi.MaxList;

    private int EntrySize => Kind == HiveAbi.PlainListSignature ? sizeof(uint) : 2 * sizeof(uint);

    /// <summary>An empty list without a record.</summary>
    public static HiveLeaf Make(ushort kind) => new(HiveAbi.None, kind, []);

    /// <summary>The lists that a key's list leads to, one after the other.</summary>
    /// <exception cref="HiveFlawException">One is damaged or of an unknown kind.</exception>
    public static IEnumerable<HiveLeaf> ReadAll(HiveCells cells, uint list)
    {
        if (cells.Get16(list, 0) != HiveAbi.ListListSignature)
        {
            yield return Read(cells, list);
            yield break;
        }

        int count = cells.Get16(list, HiveAbi.ListCount);
        if (count == 0)
        {
            throw new HiveFlawException("the list of its keys is empty");
        }

        for (int i = 0; i < count; i++)
        {
            yield return Read(cells, cells.Get32(list, HiveAbi.ListEntries + (i * sizeof(uint))));
        }
    }

    /// <summary>Writes it into its record, or into a longer new one.</summary>
    /// <param name="cells">The records.</param>
    /// <param name="allocate">Makes one.</param>
    /// <param name="free">Gives one up.</param>
    public void Write(HiveCells cells, Func<int, uint> allocate, Action<uint> free)
    {
        int length = HiveAbi.ListEntries + (Entries.Count * EntrySize);
        if (Offset == HiveAbi.None || cells.Length(Offset) < length)
        {
            uint old = Offset;
            Offset = allocate(length);
            if (old != HiveAbi.None)
            {
                free(old);
            }
        }

        cells.Put16(Offset, 0, Kind);
        cells.Put16(Offset, HiveAbi.ListCount, (ushort)Entries.Count);
        int at = HiveAbi.ListEntries;
        foreach ((uint key, uint word) in Entries)
        {
            cells.Put32(Offset, at, key);
            if (EntrySize > sizeof(uint))
            {
                cells.Put32(Offset, at + sizeof(uint), word);
            }

            at += EntrySize;
        }
    }

    /// <summary>Takes the second half of it into a list of its own.</summary>
    public HiveLeaf Split()
    {
        int half = Entries.Count / 2;
        HiveLeaf second = new(HiveAbi.None, Kind, Entries.GetRange(half, Entries.Count - half));
        Entries.RemoveRange(half, Entries.Count - half);
        return second;
    }

    /// <summary>What this kind of list has beside a key.</summary>
    public uint Word(string name) => Kind switch
    {
        HiveAbi.HashListSignature => HiveNames.Hash(name),
        HiveAbi.HintListSignature => HiveNames.Hint(name),
        _ => 0,
    };

    private static HiveLeaf Read(HiveCells cells, uint offset)
    {
        ushort kind = cells.Get16(offset, 0);
        if (kind is not (HiveAbi.HashListSignature or HiveAbi.HintListSignature or HiveAbi.PlainListSignature))
        {
            throw new HiveFlawException("the list of its keys is damaged");
        }

        HiveLeaf leaf = new(offset, kind, []);
        int count = cells.Get16(offset, HiveAbi.ListCount);
        for (int i = 0, at = HiveAbi.ListEntries; i < count; i++, at += leaf.EntrySize)
        {
            leaf.Entries.Add((
                cells.Get32(offset, at),
                leaf.EntrySize > sizeof(uint) ? cells.Get32(offset, at + sizeof(uint)) : 0));
        }

        return leaf;
    }
}

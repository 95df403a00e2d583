namespace PedOS.Tools.Engine.Hives;

/// <summary>
/// The keys below a key: one list, or an "ri" of several. Windows searches them by halving, in the order of the
/// upper-case names, and keeps their sizes within limits of its own.
/// </summary>
internal sealed class HiveLists
{
    private readonly List<HiveLeaf> _leaves;
    private readonly HashSet<HiveLeaf> _changed = [];
    private readonly List<uint> _dropped = [];
    private readonly List<(uint Key, string Name)> _added = [];
    private readonly ushort _kind;
    private uint _index;

    private HiveLists(uint index, ushort kind, List<HiveLeaf> leaves)
    {
        _index = index;
        _kind = kind;
        _leaves = leaves;
    }

    /// <summary>Number of keys.</summary>
    public int Count => _leaves.Sum(static leaf => leaf.Entries.Count) + _added.Count;

    /// <summary>Records of all lists.</summary>
    public IEnumerable<uint> Records =>
        _leaves.Select(static leaf => leaf.Offset).Concat(_index == HiveAbi.None ? [] : [_index]);

    /// <summary>Reads the lists of a key.</summary>
    /// <exception cref="HiveFlawException">They are damaged.</exception>
    public static HiveLists Read(HiveCells cells, uint key)
    {
        ushort kind = cells.Header.MinorVersion >= HiveAbi.HashListVersion
            ? HiveAbi.HashListSignature
            : HiveAbi.HintListSignature;
        if (cells.Get32(key, HiveAbi.KeyCount) == 0)
        {
            return new(HiveAbi.None, kind, []);
        }

        uint list = cells.Get32(key, HiveAbi.KeyList);
        uint index = cells.Get16(list, 0) == HiveAbi.ListListSignature ? list : HiveAbi.None;
        return new(index, kind, [.. HiveLeaf.ReadAll(cells, list)]);
    }

    /// <summary>Adds a key.</summary>
    public void Add(uint key, string name) => _added.Add((key, name));

    /// <summary>Removes a key.</summary>
    /// <returns>Whether it was there, once.</returns>
    public bool Remove(uint key)
    {
        int removed = 0;
        foreach (HiveLeaf leaf in _leaves)
        {
            int count = leaf.Entries.RemoveAll(entry => entry.Key == key);
            removed += count;
            if (count > 0)
            {
                _ = _changed.Add(leaf);
            }
        }

        foreach (HiveLeaf leaf in _leaves.Where(static leaf => leaf.Entries.Count == 0).ToArray())
        {
            _ = _leaves.Remove(leaf);
            _ = _changed.Remove(leaf);
            _dropped.Add(leaf.Offset);
        }

        return removed == 1;
    }

    /// <summary>Writes what has changed.</summary>
    /// <param name="cells">The records.</param>
    /// <param name="tree">Reads names.</param>
    /// <param name="allocate">Makes a record.</param>
    /// <param name="free">Gives one up.</param>
    /// <returns>The list for the key; <see cref="HiveAbi.None"/> when nothing is in it.</returns>
    /// <exception cref="HiveFlawException">There are more keys than Windows can list.</exception>
    public uint Write(HiveCells cells, HiveTree tree, Func<int, uint> allocate, Action<uint> free)
    {
        foreach ((uint key, string name) in _added)
        {
            Insert(tree, key, name);
        }

        _added.Clear();
        _dropped.ForEach(free);
        foreach (HiveLeaf leaf in _changed)
        {
            leaf.Write(cells, allocate, free);
        }

        _dropped.Clear();
        _changed.Clear();
        return WriteIndex(cells, allocate, free);
    }

    private void Insert(HiveTree tree, uint key, string name)
    {
        if (_leaves.Count == 0)
        {
            _leaves.Add(HiveLeaf.Make(_kind));
        }

        // The last list whose first key is not behind the new one.
        int at = _leaves.Count - 1;
        while (at > 0 && HiveNames.Compare(tree.KeyName(_leaves[at].Entries[0].Key), name) > 0)
        {
            at--;
        }

        HiveLeaf leaf = _leaves[at];
        if (leaf.Entries.Count >= leaf.Capacity)
        {
            HiveLeaf second = leaf.Split();
            _leaves.Insert(at + 1, second);
            _ = _changed.Add(leaf);
            leaf = HiveNames.Compare(tree.KeyName(second.Entries[0].Key), name) > 0 ? leaf : second;
            _ = _changed.Add(second);
        }

        int place = leaf.Entries.FindIndex(entry => HiveNames.Compare(tree.KeyName(entry.Key), name) > 0);
        leaf.Entries.Insert(place < 0 ? leaf.Entries.Count : place, (key, leaf.Word(name)));
        _ = _changed.Add(leaf);
    }

    private uint WriteIndex(HiveCells cells, Func<int, uint> allocate, Action<uint> free)
    {
        if (_leaves.Count > HiveAbi.MaxLists)
        {
            throw new HiveFlawException("it has more keys than Windows can list", isLimit: true);
        }

        int length = HiveAbi.ListEntries + (_leaves.Count * sizeof(uint));
        if (_index != HiveAbi.None && (_leaves.Count < 2 || cells.Length(_index) < length))
        {
            free(_index);
            _index = HiveAbi.None;
        }

        if (_leaves.Count < 2)
        {
            return _leaves.Count == 0 ? HiveAbi.None : _leaves[0].Offset;
        }

        _index = _index == HiveAbi.None ? allocate(length) : _index;
        cells.Put16(_index, 0, HiveAbi.ListListSignature);
        cells.Put16(_index, HiveAbi.ListCount, (ushort)_leaves.Count);
        for (int i = 0; i < _leaves.Count; i++)
        {
            cells.Put32(_index, HiveAbi.ListEntries + (i * sizeof(uint)), _leaves[i].Offset);
        }

        return _index;
    }
}

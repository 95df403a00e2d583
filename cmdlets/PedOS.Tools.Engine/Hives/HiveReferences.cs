namespace PedOS.Tools.Engine.Hives;

/// <summary>
/// How often each record of a hive is referred to. In a sound hive every record but security descriptors belongs to one
/// key; in one that somebody made, two keys may share one, and changing or freeing it for the one would change it for
/// the other.
/// </summary>
internal sealed class HiveReferences
{
    private const int Granule = 8;

    private readonly HiveCells _cells;
    private readonly Dictionary<uint, int> _security = [];
    private byte[] _counts;

    private HiveReferences(HiveCells cells)
    {
        _cells = cells;
        _counts = new byte[cells.Size / Granule];
    }

    /// <summary>Walks the whole hive; what is damaged is passed over, nobody can reach what is behind it.</summary>
    public static HiveReferences Count(HiveCells cells)
    {
        HiveReferences references = new(cells);
        Stack<uint> keys = [];
        references.NoteKey(cells.Header.RootKey, keys);
        while (keys.Count > 0)
        {
            references.Visit(keys.Pop(), keys);
        }

        return references;
    }

    /// <summary>Refuses a record that does not belong to one key alone.</summary>
    /// <param name="offset">The record.</param>
    /// <param name="what">What it is for its key.</param>
    public void RequireOwn(uint offset, string what)
    {
        if (!_cells.IsUsed(offset) || _counts[offset / Granule] == 0)
        {
            throw new HiveFlawException($"{what} is damaged");
        }

        if (_counts[offset / Granule] > 1)
        {
            throw new HiveFlawException($"{what} is a record that something else uses, too");
        }
    }

    /// <summary>Keys that have a security descriptor.</summary>
    public int SecurityUsers(uint offset) => _security.TryGetValue(offset, out int users) ? users : 0;

    /// <summary>Counts a key that gets, or loses, a security descriptor.</summary>
    public void AddSecurityUser(uint offset, int difference) =>
        _security[offset] = SecurityUsers(offset) + difference;

    /// <summary>A record was made, for one key.</summary>
    public void Add(uint offset)
    {
        if (offset / Granule >= _counts.Length)
        {
            // With room for more: a hive grows often, and by little.
            Array.Resize(ref _counts, (int)(_cells.Size / Granule * 5L / 4));
        }

        _counts[offset / Granule] = 1;
    }

    /// <summary>A record was given up.</summary>
    public void Remove(uint offset) => _counts[offset / Granule] = 0;

    /// <summary>Notes a reference.</summary>
    /// <returns>Whether it is the first one to a record in use.</returns>
    private bool Note(uint offset)
    {
        if (!_cells.IsUsed(offset))
        {
            return false;
        }

        ref byte count = ref _counts[offset / Granule];
        count = (byte)Math.Min(count + 1, 2);
        return count == 1;
    }

    private void NoteKey(uint offset, Stack<uint> keys)
    {
        if (Note(offset) && _cells.HasSignature(offset, HiveAbi.KeySignature, HiveAbi.KeyName))
        {
            keys.Push(offset);
        }
    }

    private void Visit(uint key, Stack<uint> keys)
    {
        if (_cells.Get16(key, HiveAbi.KeyClassLength) > 0)
        {
            _ = Note(_cells.Get32(key, HiveAbi.KeyClass));
        }

        uint security = _cells.Get32(key, HiveAbi.KeySecurity);
        if (_cells.HasSignature(security, HiveAbi.SecuritySignature, HiveAbi.SecuritySize))
        {
            if (SecurityUsers(security) == 0)
            {
                // As one user: whatever else refers to it makes it shared.
                _ = Note(security);
            }

            AddSecurityUser(security, 1);
        }

        uint values = _cells.Get32(key, HiveAbi.ValueList);
        uint count = _cells.Get32(key, HiveAbi.ValueCount);
        if (count > 0 && Note(values))
        {
            NoteAll(values, 0, count, VisitValue);
        }

        uint list = _cells.Get32(key, HiveAbi.KeyList);
        if (_cells.Get32(key, HiveAbi.KeyCount) > 0 && Note(list))
        {
            VisitList(list, keys);
        }
    }

    private void VisitList(uint list, Stack<uint> keys)
    {
        if (!_cells.HasSignature(list, HiveAbi.ListListSignature, HiveAbi.ListEntries))
        {
            VisitLeaf(list, keys);
            return;
        }

        NoteAll(list, HiveAbi.ListEntries, _cells.Get16(list, HiveAbi.ListCount), leaf =>
        {
            if (Note(leaf))
            {
                VisitLeaf(leaf, keys);
            }
        });
    }

    private void VisitLeaf(uint leaf, Stack<uint> keys)
    {
        if (_cells.Length(leaf) < HiveAbi.ListEntries)
        {
            return;
        }

        int size = _cells.Get16(leaf, 0) == HiveAbi.PlainListSignature ? sizeof(uint) : 2 * sizeof(uint);
        int count = Math.Min(
            _cells.Get16(leaf, HiveAbi.ListCount), (_cells.Length(leaf) - HiveAbi.ListEntries) / size);
        for (int i = 0; i < count; i++)
        {
            NoteKey(_cells.Get32(leaf, HiveAbi.ListEntries + (i * size)), keys);
        }
    }

    private void VisitValue(uint value)
    {
        if (!Note(value) || !_cells.HasSignature(value, HiveAbi.ValueSignature, HiveAbi.ValueName))
        {
            return;
        }

        uint length = _cells.Get32(value, HiveAbi.ValueLength);
        uint data = _cells.Get32(value, HiveAbi.ValueData);
        if (length is 0 or >= HiveAbi.ValueIsInPlace || !Note(data))
        {
            return;
        }

        if (length > HiveAbi.MaxPlainValue
            && _cells.Header.MinorVersion >= HiveAbi.PiecesVersion
            && _cells.HasSignature(data, HiveAbi.PiecesSignature, HiveAbi.PiecesSize))
        {
            uint list = _cells.Get32(data, HiveAbi.PiecesList);
            if (Note(list))
            {
                NoteAll(list, 0, _cells.Get16(data, HiveAbi.PiecesCount), piece => Note(piece));
            }
        }
    }

    private void NoteAll(uint list, int from, uint count, Action<uint> note)
    {
        uint room = (uint)Math.Max(0, _cells.Length(list) - from) / sizeof(uint);
        for (int i = 0; i < Math.Min(count, room); i++)
        {
            note(_cells.Get32(list, from + (i * sizeof(uint))));
        }
    }
}

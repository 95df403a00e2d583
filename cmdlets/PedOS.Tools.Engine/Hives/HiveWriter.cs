namespace PedOS.Tools.Engine.Hives;

/// <summary>
/// Changes the keys and values of a hive, as Windows does: what is not concerned keeps its place and its bytes. Each
/// change looks first at every record that it, or its way back, will touch, and refuses when one is damaged or belongs
/// to something else, too; only then it begins.
/// </summary>
/// <param name="cells">The records.</param>
/// <param name="tree">Reads them.</param>
internal sealed class HiveWriter(HiveCells cells, HiveTree tree)
{
    private readonly HiveData _data = new(cells, tree);
    private HiveReferences? _references;

    /// <summary>Whether a change ended in its middle: nothing of the hive may be written.</summary>
    public bool IsTorn { get; private set; }

    private HiveReferences References => _references ??= HiveReferences.Count(cells);

    /// <summary>Makes a key.</summary>
    /// <param name="parent">The key above.</param>
    /// <param name="name">Its name; there is none of that name.</param>
    public uint AddKey(uint parent, string name)
    {
        HiveLists lists = Lists(parent);
        uint security = Security(parent);
        Begin();

        byte[] bytes = HiveNames.Write(name, out bool isLatin);
        uint key = Allocate(HiveAbi.KeyName + bytes.Length);
        cells.Put16(key, 0, HiveAbi.KeySignature);
        cells.Put16(key, HiveAbi.KeyFlags, isLatin ? HiveAbi.KeyNameIsLatin : (ushort)0);
        cells.PutBytes(key, HiveAbi.KeyTime, cells.GetBytes(parent, HiveAbi.KeyTime, sizeof(long)));
        cells.Put32(key, HiveAbi.KeyParent, parent);
        cells.Put32(key, HiveAbi.KeyList, HiveAbi.None);
        cells.Put32(key, HiveAbi.KeyVolatileList, HiveAbi.None);
        cells.Put32(key, HiveAbi.ValueList, HiveAbi.None);
        cells.Put32(key, HiveAbi.KeySecurity, security);
        cells.Put32(key, HiveAbi.KeyClass, HiveAbi.None);
        cells.Put16(key, HiveAbi.KeyNameLength, (ushort)bytes.Length);
        cells.PutBytes(key, HiveAbi.KeyName, bytes);
        cells.Put32(security, HiveAbi.SecurityCount, cells.Get32(security, HiveAbi.SecurityCount) + 1);
        References.AddSecurityUser(security, 1);

        lists.Add(key, name);
        StoreLists(parent, lists);
        ushort longest = Math.Max(cells.Get16(parent, HiveAbi.KeyLongestName), (ushort)(name.Length * 2));
        cells.Put16(parent, HiveAbi.KeyLongestName, longest);
        End();
        return key;
    }

    /// <summary>Deletes a key that has neither keys nor values.</summary>
    public void DeleteKey(uint parent, uint key)
    {
        HiveLists lists = Lists(parent);
        References.RequireOwn(key, "its record");
        uint security = Security(key);
        uint className = cells.Get16(key, HiveAbi.KeyClassLength) == 0
            ? HiveAbi.None
            : cells.Get32(key, HiveAbi.KeyClass);
        if (className != HiveAbi.None)
        {
            References.RequireOwn(className, "its class name");
        }

        if (cells.Get32(key, HiveAbi.KeyCount) > 0 || cells.Get32(key, HiveAbi.ValueCount) > 0 || !lists.Remove(key))
        {
            throw new HiveFlawException("it is not where it should be, or not empty");
        }

        Begin();
        StoreLists(parent, lists);
        ReleaseSecurity(security);
        if (className != HiveAbi.None)
        {
            Free(className);
        }

        Free(key);
        End();
    }

    /// <summary>Stores a value, in the place of the one of that name.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="name">Its name; "" for the default value.</param>
    /// <param name="type">Its type.</param>
    /// <param name="data">Its bytes.</param>
    public void SetValue(uint key, string name, int type, byte[] data)
    {
        (IReadOnlyList<uint> values, uint list) = Values(key);
        uint value = tree.FindValue(key, name);
        uint[] old = value == HiveAbi.None ? [] : DataRecords(value);
        Begin();

        if (value == HiveAbi.None)
        {
            value = MakeValue(name);
            StoreValues(key, list, [.. values, value]);
            cells.Put32(key, HiveAbi.KeyLongestValueName, Math.Max(
                cells.Get32(key, HiveAbi.KeyLongestValueName), (uint)name.Length * 2));
        }

        cells.Put32(value, HiveAbi.ValueType, unchecked((uint)type));
        _data.Store(value, data, old, Allocate, Free);
        cells.Put32(key, HiveAbi.KeyLongestValue, Math.Max(
            cells.Get32(key, HiveAbi.KeyLongestValue), (uint)data.Length));
        End();
    }

    /// <summary>Deletes a value.</summary>
    public void DeleteValue(uint key, uint value)
    {
        (IReadOnlyList<uint> values, uint list) = Values(key);
        uint[] old = DataRecords(value);
        Begin();

        StoreValues(key, list, [.. values.Where(one => one != value)]);
        foreach (uint record in old)
        {
            Free(record);
        }

        Free(value);
        End();
    }

    /// <summary>The lists of a key that gets or loses one below.</summary>
    private HiveLists Lists(uint parent)
    {
        References.RequireOwn(parent, "the record of the key above");
        foreach (uint key in tree.Subkeys(parent))
        {
            // The place of a key is found by the names of those beside it.
            _ = tree.KeyName(key);
        }

        HiveLists lists = HiveLists.Read(cells, parent);
        foreach (uint record in lists.Records)
        {
            References.RequireOwn(record, "the list of the keys beside it");
        }

        return lists;
    }

    private void StoreLists(uint parent, HiveLists lists)
    {
        cells.Put32(parent, HiveAbi.KeyList, lists.Write(cells, tree, Allocate, Free));
        cells.Put32(parent, HiveAbi.KeyCount, (uint)lists.Count);
    }

    /// <summary>The security descriptor of a key, which is in a ring with all others.</summary>
    private uint Security(uint key)
    {
        uint security = cells.Get32(key, HiveAbi.KeySecurity);
        return cells.HasSignature(security, HiveAbi.SecuritySignature, HiveAbi.SecuritySize)
            ? security
            : throw new HiveFlawException("its security descriptor is damaged");
    }

    private void ReleaseSecurity(uint security)
    {
        uint count = cells.Get32(security, HiveAbi.SecurityCount);
        cells.Put32(security, HiveAbi.SecurityCount, count > 0 ? count - 1 : 0);
        References.AddSecurityUser(security, -1);
        uint before = cells.Get32(security, HiveAbi.SecurityBefore);
        uint after = cells.Get32(security, HiveAbi.SecurityAfter);

        // One that is counted wrongly, or whose ring is not closed, stays: it costs room, and nothing else.
        if (count <= 1
            && References.SecurityUsers(security) == 0
            && before != security
            && cells.HasSignature(before, HiveAbi.SecuritySignature, HiveAbi.SecuritySize)
            && cells.HasSignature(after, HiveAbi.SecuritySignature, HiveAbi.SecuritySize)
            && cells.Get32(before, HiveAbi.SecurityAfter) == security
            && cells.Get32(after, HiveAbi.SecurityBefore) == security)
        {
            cells.Put32(before, HiveAbi.SecurityAfter, after);
            cells.Put32(after, HiveAbi.SecurityBefore, before);
            Free(security);
        }
    }

    /// <summary>The values of a key that gets or loses one, and their list.</summary>
    private (IReadOnlyList<uint> Values, uint List) Values(uint key)
    {
        References.RequireOwn(key, "its record");
        IReadOnlyList<uint> values = tree.Values(key);
        uint list = values.Count == 0 ? HiveAbi.None : cells.Get32(key, HiveAbi.ValueList);
        if (list != HiveAbi.None)
        {
            References.RequireOwn(list, "its list of values");
        }

        return (values, list);
    }

    private void StoreValues(uint key, uint list, IReadOnlyList<uint> values)
    {
        if (list != HiveAbi.None && (values.Count == 0 || cells.Length(list) < values.Count * sizeof(uint)))
        {
            Free(list);
            list = HiveAbi.None;
        }

        if (list == HiveAbi.None && values.Count > 0)
        {
            list = Allocate(values.Count * sizeof(uint));
        }

        for (int i = 0; i < values.Count; i++)
        {
            cells.Put32(list, i * sizeof(uint), values[i]);
        }

        cells.Put32(key, HiveAbi.ValueList, list);
        cells.Put32(key, HiveAbi.ValueCount, (uint)values.Count);
    }

    private uint MakeValue(string name)
    {
        byte[] bytes = HiveNames.Write(name, out bool isLatin);
        uint value = Allocate(HiveAbi.ValueName + bytes.Length);
        cells.Put16(value, 0, HiveAbi.ValueSignature);
        cells.Put16(value, HiveAbi.ValueNameLength, (ushort)bytes.Length);
        cells.Put16(value, HiveAbi.ValueFlags, isLatin && bytes.Length > 0 ? HiveAbi.ValueNameIsLatin : (ushort)0);
        cells.PutBytes(value, HiveAbi.ValueName, bytes);
        return value;
    }

    /// <summary>The records of a value's data, each of which is its own.</summary>
    private uint[] DataRecords(uint value)
    {
        References.RequireOwn(value, "the record of a value");
        uint[] records = _data.Records(value);
        foreach (uint record in records)
        {
            References.RequireOwn(record, "the data of a value");
        }

        return records;
    }

    private uint Allocate(int length)
    {
        uint record = cells.Allocate(length);
        References.Add(record);
        return record;
    }

    private void Free(uint record)
    {
        cells.Free(record);
        References.Remove(record);
    }

    private void Begin() => IsTorn = true;

    private void End() => IsTorn = false;
}

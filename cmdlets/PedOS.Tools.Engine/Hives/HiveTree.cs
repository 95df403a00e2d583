namespace PedOS.Tools.Engine.Hives;

/// <summary>Reads the keys and values of a hive. They are told by their offsets, as in the file.</summary>
/// <param name="cells">The records.</param>
internal sealed class HiveTree(HiveCells cells)
{
    /// <summary>Least bytes that a key takes: no hive has more keys than fit.</summary>
    private const uint LeastKey = 80;

    /// <summary>The root.</summary>
    public uint Root => cells.Header.RootKey;

    /// <summary>Name of a key.</summary>
    public string KeyName(uint key)
    {
        RequireKey(key);
        return HiveNames.Read(
            cells.GetBytes(key, HiveAbi.KeyName, cells.Get16(key, HiveAbi.KeyNameLength)),
            (cells.Get16(key, HiveAbi.KeyFlags) & HiveAbi.KeyNameIsLatin) != 0);
    }

    /// <summary>Keys below a key, in the order of its lists.</summary>
    public IReadOnlyList<uint> Subkeys(uint key)
    {
        RequireKey(key);
        uint count = cells.Get32(key, HiveAbi.KeyCount);
        if (count == 0)
        {
            return [];
        }

        List<uint> keys = [];
        foreach (HiveLeaf leaf in HiveLeaf.ReadAll(cells, cells.Get32(key, HiveAbi.KeyList)))
        {
            keys.AddRange(leaf.Entries.Select(static entry => entry.Key));
            if (keys.Count > count || count > cells.Size / LeastKey)
            {
                break;
            }
        }

        return keys.Count == count ? keys : throw new HiveFlawException("the number of its keys is wrong");
    }

    /// <summary>A key below a key; <see cref="HiveAbi.None"/> when there is none of that name.</summary>
    public uint FindSubkey(uint key, string name)
    {
        foreach (uint below in Subkeys(key))
        {
            // Most names have another length, which is told without reading them.
            RequireKey(below);
            int length = cells.Get16(below, HiveAbi.KeyNameLength);
            if ((length == name.Length || length == name.Length * 2) && HiveNames.AreSame(KeyName(below), name))
            {
                return below;
            }
        }

        return HiveAbi.None;
    }

    /// <summary>Values of a key, in the order of its list.</summary>
    public IReadOnlyList<uint> Values(uint key)
    {
        RequireKey(key);
        uint count = cells.Get32(key, HiveAbi.ValueCount);
        if (count == 0)
        {
            return [];
        }

        uint list = cells.Get32(key, HiveAbi.ValueList);
        if (count > cells.Length(list) / sizeof(uint))
        {
            throw new HiveFlawException("its list of values is too short");
        }

        uint[] values = new uint[count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = cells.Get32(list, i * sizeof(uint));
        }

        return values;
    }

    /// <summary>Name of a value; "" for the default value.</summary>
    public string ValueName(uint value)
    {
        RequireValue(value);
        return HiveNames.Read(
            cells.GetBytes(value, HiveAbi.ValueName, cells.Get16(value, HiveAbi.ValueNameLength)),
            (cells.Get16(value, HiveAbi.ValueFlags) & HiveAbi.ValueNameIsLatin) != 0);
    }

    /// <summary>A value of a key; <see cref="HiveAbi.None"/> when there is none of that name.</summary>
    public uint FindValue(uint key, string name)
    {
        foreach (uint value in Values(key))
        {
            if (HiveNames.AreSame(ValueName(value), name))
            {
                return value;
            }
        }

        return HiveAbi.None;
    }

    /// <summary>Type of a value, as it is stored.</summary>
    public int ValueType(uint value)
    {
        RequireValue(value);
        return unchecked((int)cells.Get32(value, HiveAbi.ValueType));
    }

    /// <summary>Bytes of a value.</summary>
    public byte[] ValueData(uint value)
    {
        RequireValue(value);
        uint length = cells.Get32(value, HiveAbi.ValueLength);
        if ((length & HiveAbi.ValueIsInPlace) != 0)
        {
            length &= ~HiveAbi.ValueIsInPlace;
            return length <= sizeof(uint)
                ? cells.GetBytes(value, HiveAbi.ValueData, (int)length)
                : throw new HiveFlawException("the length of a value is wrong");
        }

        if (length == 0)
        {
            return [];
        }

        uint data = cells.Get32(value, HiveAbi.ValueData);
        return !IsInPieces(length) ? ReadPlain(data, length)
            : cells.HasSignature(data, HiveAbi.PiecesSignature, HiveAbi.PiecesSize) ? ReadPieces(data, length)
            : throw new HiveFlawException("the data of a value are damaged");
    }

    /// <summary>Whether a value of a length is stored in pieces.</summary>
    public bool IsInPieces(uint length) =>
        length > HiveAbi.MaxPlainValue && cells.Header.MinorVersion >= HiveAbi.PiecesVersion;

    /// <summary>Refuses what is no key.</summary>
    public void RequireKey(uint key)
    {
        if (!cells.HasSignature(key, HiveAbi.KeySignature, HiveAbi.KeyName))
        {
            throw new HiveFlawException("the record of a key is damaged");
        }
    }

    /// <summary>Refuses what is no value.</summary>
    public void RequireValue(uint value)
    {
        if (!cells.HasSignature(value, HiveAbi.ValueSignature, HiveAbi.ValueName))
        {
            throw new HiveFlawException("the record of a value is damaged");
        }
    }

    private byte[] ReadPlain(uint data, uint length) => cells.IsUsed(data) && length <= cells.Length(data)
        ? cells.GetBytes(data, 0, (int)length)
        : throw new HiveFlawException("the data of a value are damaged");

    private byte[] ReadPieces(uint record, uint length)
    {
        int count = cells.Get16(record, HiveAbi.PiecesCount);
        if (length > (uint)count * HiveAbi.MaxPlainValue || length > cells.Size)
        {
            throw new HiveFlawException("the data of a value are damaged");
        }

        uint list = cells.Get32(record, HiveAbi.PiecesList);
        byte[] bytes = new byte[length];
        for (int at = 0, i = 0; at < bytes.Length; i++)
        {
            int part = Math.Min(HiveAbi.MaxPlainValue, bytes.Length - at);
            cells.GetBytes(cells.Get32(list, i * sizeof(uint)), 0, part).CopyTo(bytes, at);
            at += part;
        }

        return bytes;
    }
}

namespace PedOS.Tools.Engine.Hives;

/// <summary>Checks the records of one key that libhivex is about to change.</summary>
/// <param name="cells">The file as it was opened.</param>
internal sealed class HiveKeyCheck(HiveCells cells)
{
    private const uint IsInPlace = 0x80000000;

    /// <summary>
    /// Why the values of a key cannot be changed, which libhivex does by writing all of them anew; null when they can.
    /// </summary>
    /// <param name="offset">The key; one that was made after the file was opened passes.</param>
    public string? ValuesFlaw(uint offset)
    {
        if (!IsOnDisk(offset))
        {
            return null;
        }

        if (cells.FindKey(offset) is not { } key)
        {
            return "its record is damaged";
        }

        uint count = BitConverter.ToUInt32(key, HiveAbi.ValueCount);
        if (count == 0)
        {
            return null;
        }

        // Each record is freed, and one that is freed twice ends the process.
        HashSet<uint> freed = [];
        uint listOffset = BitConverter.ToUInt32(key, HiveAbi.ValueList);
        if (cells.Find(listOffset) is not { } list || count > list.Length / sizeof(uint) || !freed.Add(listOffset))
        {
            return "its list of values is damaged";
        }

        for (int i = 0; i < count; i++)
        {
            uint value = BitConverter.ToUInt32(list, i * sizeof(uint));
            if (ValueFlaw(value, freed) is { } flaw)
            {
                return flaw;
            }
        }

        return null;
    }

    /// <summary>Why a key without subkeys and values cannot be deleted; null when it can.</summary>
    public string? DeleteFlaw(uint offset, uint parent) =>
        (IsOnDisk(offset) ? KeyFlaw(offset) : null) ?? (IsOnDisk(parent) ? ListFlaw(parent) : null);

    private bool IsOnDisk(uint offset) => offset < cells.Header.BinsSize;

    private string? ValueFlaw(uint offset, HashSet<uint> freed)
    {
        if (cells.Find(offset) is not { Length: >= HiveAbi.ValueName } value
            || BitConverter.ToUInt16(value, 0) != HiveAbi.ValueSignature
            || !freed.Add(offset))
        {
            return "the record of a value is damaged";
        }

        int nameLength = BitConverter.ToUInt16(value, HiveAbi.ValueNameLength);
        if (nameLength > value.Length - HiveAbi.ValueName)
        {
            return "the name of a value is damaged";
        }

        if (HasZero(value, nameLength))
        {
            return "the name of a value has a zero character, which would be lost";
        }

        uint length = BitConverter.ToUInt32(value, HiveAbi.ValueLength);
        if ((length & IsInPlace) != 0)
        {
            return null;
        }

        uint data = BitConverter.ToUInt32(value, HiveAbi.ValueData);
        return !cells.IsUsed(data) || !freed.Add(data) ? "the data of a value is damaged"
            : length > HiveAbi.MaxPlainValue && cells.Header.MinorVersion >= HiveAbi.PiecesVersion
                ? $"it has a value of {length} bytes, and more than {HiveAbi.MaxPlainValue} cannot be written again"
            : null;
    }

    private string? KeyFlaw(uint offset)
    {
        if (cells.FindKey(offset) is not { } key)
        {
            return "its record is damaged";
        }

        uint className = BitConverter.ToUInt32(key, HiveAbi.KeyClass);
        if (className != HiveAbi.None && !cells.IsUsed(className))
        {
            return "its class name is damaged";
        }

        uint security = BitConverter.ToUInt32(key, HiveAbi.KeySecurity);
        if (security == HiveAbi.None)
        {
            return null;
        }

        return cells.Signature(security) == HiveAbi.SecuritySignature
            && cells.Find(security) is { Length: >= HiveAbi.SecurityAfter + sizeof(uint) } record
            && cells.IsUsed(BitConverter.ToUInt32(record, HiveAbi.SecurityBefore))
            && cells.IsUsed(BitConverter.ToUInt32(record, HiveAbi.SecurityAfter))
            ? null
            : "its security descriptor is damaged";
    }

    /// <summary>A subkey can be taken out of lists of the kinds that Windows has written since 2000.</summary>
    private string? ListFlaw(uint parent)
    {
        const string Flaw = "the list of its parent's keys is damaged or of an old kind";
        if (cells.FindKey(parent) is not { } key)
        {
            return Flaw;
        }

        if (BitConverter.ToUInt32(key, HiveAbi.KeyCount) == 0)
        {
            return null;
        }

        return HiveLists.Leaves(cells, BitConverter.ToUInt32(key, HiveAbi.KeyList)) is null ? Flaw : null;
    }

    private static bool HasZero(byte[] value, int nameLength)
    {
        bool isLatin = (BitConverter.ToUInt16(value, HiveAbi.ValueFlags) & 1) != 0;
        int step = isLatin ? 1 : 2;
        for (int i = HiveAbi.ValueName; i + step <= HiveAbi.ValueName + nameLength; i += step)
        {
            if (value[i] == 0 && (isLatin || value[i + 1] == 0))
            {
                return true;
            }
        }

        return false;
    }
}

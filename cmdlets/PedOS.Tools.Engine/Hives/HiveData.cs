namespace PedOS.Tools.Engine.Hives;

/// <summary>
/// Where the bytes of a value are: up to four in its record, more in one of their own, and from format 1.4 on long ones
/// in pieces.
/// </summary>
/// <param name="cells">The records.</param>
/// <param name="tree">Reads them.</param>
internal sealed class HiveData(HiveCells cells, HiveTree tree)
{
    /// <summary>The records that a value's data have; none when they are in its own.</summary>
    /// <exception cref="HiveFlawException">The data cannot be read.</exception>
    public uint[] Records(uint value)
    {
        _ = tree.ValueData(value);
        uint length = cells.Get32(value, HiveAbi.ValueLength);
        if (length is 0 or >= HiveAbi.ValueIsInPlace)
        {
            return [];
        }

        uint data = cells.Get32(value, HiveAbi.ValueData);
        if (!tree.IsInPieces(length))
        {
            return [data];
        }

        uint list = cells.Get32(data, HiveAbi.PiecesList);
        uint[] pieces = new uint[cells.Get16(data, HiveAbi.PiecesCount)];
        for (int i = 0; i < pieces.Length; i++)
        {
            pieces[i] = cells.Get32(list, i * sizeof(uint));
        }

        return [data, list, .. pieces];
    }

    /// <summary>Stores the data of a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="data">Its bytes.</param>
    /// <param name="old">The records that it has now; given up, unless the data fit.</param>
    /// <param name="allocate">Makes a record.</param>
    /// <param name="free">Gives one up.</param>
    public void Store(uint value, byte[] data, uint[] old, Func<int, uint> allocate, Action<uint> free)
    {
        uint length = (uint)data.Length;
        uint kept = HiveAbi.None;
        if (length <= sizeof(uint))
        {
            byte[] inPlace = new byte[sizeof(uint)];
            data.CopyTo(inPlace, 0);
            cells.PutBytes(value, HiveAbi.ValueData, inPlace);
            length |= HiveAbi.ValueIsInPlace;
        }
        else if (tree.IsInPieces(length))
        {
            cells.Put32(value, HiveAbi.ValueData, StorePieces(data, allocate));
        }
        else
        {
            kept = old.Length == 1 && cells.Length(old[0]) >= data.Length ? old[0] : allocate(data.Length);
            cells.PutBytes(kept, 0, data);
            cells.Put32(value, HiveAbi.ValueData, kept);
        }

        cells.Put32(value, HiveAbi.ValueLength, length);
        foreach (uint record in old.Where(record => record != kept))
        {
            free(record);
        }
    }

    private uint StorePieces(byte[] data, Func<int, uint> allocate)
    {
        int count = (data.Length + HiveAbi.MaxPlainValue - 1) / HiveAbi.MaxPlainValue;
        uint list = allocate(count * sizeof(uint));
        for (int i = 0; i < count; i++)
        {
            int at = i * HiveAbi.MaxPlainValue;
            byte[] part = new byte[Math.Min(HiveAbi.MaxPlainValue, data.Length - at)];
            Buffer.BlockCopy(data, at, part, 0, part.Length);
            uint piece = allocate(part.Length);
            cells.PutBytes(piece, 0, part);
            cells.Put32(list, i * sizeof(uint), piece);
        }

        uint record = allocate(HiveAbi.PiecesSize);
        cells.Put16(record, 0, HiveAbi.PiecesSignature);
        cells.Put16(record, HiveAbi.PiecesCount, (ushort)count);
        cells.Put32(record, HiveAbi.PiecesList, list);
        return record;
    }
}

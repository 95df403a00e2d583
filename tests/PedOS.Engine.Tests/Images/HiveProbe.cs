using System.Buffers.Binary;
using System.Text;
using PedOS.Tools.Engine.Volumes;

namespace PedOS.Engine.Tests.Images;

/// <summary>Reads one key of a hive file byte by byte, as its format tells; knows lists of one level.</summary>
/// <param name="path">The hive.</param>
/// <param name="name">A key right below the root.</param>
public sealed class HiveProbe(string path, string name) : IDisposable
{
    private byte[] _hive = [];

    /// <summary>Sequence numbers of the header.</summary>
    public (uint First, uint Second) Sequences
    {
        get
        {
            _hive = Read(path);
            return (Number(4), Number(8));
        }
    }

    /// <summary>Subkeys in the order of the list, with their hashes.</summary>
    public (string Name, uint Hash)[] Subkeys() => Subkeys(Key());

    /// <summary>Values in the order of the list.</summary>
    public string[] ValueNames()
    {
        int key = Key();
        int list = At(Number(key + 40));
        return [.. Enumerable.Range(0, (int)Number(key + 36)).Select(i =>
        {
            int value = At(Number(list + (i * 4)));
            return Text(value + 20, Short(value + 2), isLatin: (Short(value + 16) & 1) != 0);
        })];
    }

    /// <summary>A file, also one that is locked by whoever is about to change it.</summary>
    public static byte[] Read(string path)
    {
        using FileStream file = HostVolume.Current.OpenUnlocked(path, path);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    public void Dispose() => _hive = [];

    private int Key()
    {
        _hive = Read(path);
        int root = At(Number(36));
        int list = At(Number(root + 28));
        for (int i = 0; i < Short(list + 2); i++)
        {
            int key = At(Number(list + 4 + (i * 8)));
            if (Name(key) == name)
            {
                return key;
            }
        }

        throw new InvalidDataException($"no key {name}");
    }

    private (string Name, uint Hash)[] Subkeys(int key)
    {
        int list = At(Number(key + 28));
        return _hive[list] == (byte)'l' && _hive[list + 1] == (byte)'h'
            ? [.. Enumerable.Range(0, Short(list + 2)).Select(i =>
                (Name(At(Number(list + 4 + (i * 8)))), Number(list + 8 + (i * 8))))]
            : throw new InvalidDataException("not a list with hashes");
    }

    private string Name(int key) => Text(key + 76, Short(key + 72), isLatin: (Short(key + 2) & 0x20) != 0);

    private string Text(int at, int length, bool isLatin) =>
        (isLatin ? Encoding.Latin1 : Encoding.Unicode).GetString(_hive, at, length);

    // Behind the header, and behind the size of the record.
    private static int At(uint offset) => (int)offset + 4096 + 4;

    private uint Number(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_hive.AsSpan(at));

    private int Short(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_hive.AsSpan(at));
}

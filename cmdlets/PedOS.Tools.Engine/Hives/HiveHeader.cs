namespace PedOS.Tools.Engine.Hives;

/// <summary>The first 4096 bytes of a hive.</summary>
internal sealed class HiveHeader
{
    private readonly byte[] _bytes = new byte[HiveAbi.PageSize];

    private HiveHeader()
    {
    }

    /// <summary>Number of the last write that was begun.</summary>
    public uint FirstSequence => Get(HiveAbi.FirstSequence);

    /// <summary>Number of the last write that was finished.</summary>
    public uint SecondSequence => Get(HiveAbi.SecondSequence);

    /// <summary>Whether no write was interrupted, so that the logs beside the hive have nothing for it.</summary>
    public bool IsClean => FirstSequence == SecondSequence;

    /// <summary>Minor version of the format.</summary>
    public uint MinorVersion => Get(HiveAbi.MinorVersion);

    /// <summary>Bytes of all bins.</summary>
    public uint BinsSize => Get(HiveAbi.BinsSize);

    /// <summary>Offset of the root key.</summary>
    public uint RootKey => Get(HiveAbi.RootKey);

    /// <summary>Reads the header; null when the file ends before.</summary>
    public static HiveHeader? Read(Stream file)
    {
        HiveHeader header = new();
        file.Position = 0;
        return HiveBytes.TryFill(file, header._bytes, HiveAbi.PageSize) ? header : null;
    }

    /// <summary>Why it is not the header of a hive; null when it is.</summary>
    public string? Flaw() =>
        Get(0) != HiveAbi.FileSignature ? "it does not begin like a hive"
        : Get(HiveAbi.Checksum) != Sum() ? "the checksum of its header is wrong"
        : Get(HiveAbi.MajorVersion) != 1 || MinorVersion is < 3 or > 6 ? "its format version is unknown"
        : Get(HiveAbi.FileType) != 0 ? "it is the log of a hive"
        : BinsSize == 0 || BinsSize % HiveAbi.PageSize != 0 ? "the size of its bins is impossible"
        : null;

    /// <summary>Whether the file has the same header still.</summary>
    public bool IsSame(HiveHeader other) => _bytes.SequenceEqual(other._bytes);

    /// <summary>Gives both sequences a number, and writes the header.</summary>
    public void Renumber(Stream file, uint sequence)
    {
        HiveBytes.Put32(_bytes, HiveAbi.FirstSequence, sequence);
        HiveBytes.Put32(_bytes, HiveAbi.SecondSequence, sequence);
        HiveBytes.Put32(_bytes, HiveAbi.Checksum, Sum());
        file.Position = 0;
        file.Write(_bytes, 0, HiveAbi.PageSize);
    }

    /// <summary>Writes the header for bins of a size, and goes on behind it.</summary>
    public void Write(Stream file, uint binsSize)
    {
        byte[] bytes = (byte[])_bytes.Clone();
        HiveBytes.Put32(bytes, HiveAbi.BinsSize, binsSize);
        HiveBytes.Put32(bytes, HiveAbi.Checksum, Sum(bytes));
        file.Position = 0;
        file.Write(bytes, 0, HiveAbi.PageSize);
    }

    private uint Sum() => Sum(_bytes);

    private static uint Sum(byte[] bytes)
    {
        uint sum = 0;
        for (int i = 0; i < HiveAbi.Checksum; i += sizeof(uint))
        {
            sum ^= BitConverter.ToUInt32(bytes, i);
        }

        return sum == 0 ? 1 : sum == uint.MaxValue ? uint.MaxValue - 1 : sum;
    }

    private uint Get(int offset) => BitConverter.ToUInt32(_bytes, offset);
}

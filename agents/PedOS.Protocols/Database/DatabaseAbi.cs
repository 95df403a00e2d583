namespace PedOS.Protocols.Database;

/// <summary>
/// Numbers of the configuration database's protocol (upstream: qubesdb.h). Every message is a fixed header and its
/// data: u8 type, 64 bytes of path, three bytes without meaning, u32 little-endian length of the data.
/// </summary>
public static class DatabaseAbi
{
    /// <summary>vchan port between the two databases of a machine; dom0 is the server.</summary>
    public const uint VchanPort = 111;

    /// <summary>Bytes of the header.</summary>
    public const int HeaderSize = 72;

    /// <summary>Where the path field begins.</summary>
    public const int PathOffset = 1;

    /// <summary>Bytes of the path field, its NUL included (QDB_MAX_PATH).</summary>
    public const int QDB_MAX_PATH = 64;

    /// <summary>Longest path.</summary>
    public const int MaxPath = QDB_MAX_PATH - 1;

    /// <summary>Where the length of the data is.</summary>
    public const int LengthOffset = 68;

    /// <summary>First length of data that a daemon refuses.</summary>
    public const int QDB_MAX_DATA = 3072;

    /// <summary>Longest value.</summary>
    public const int MaxValue = QDB_MAX_DATA - 1;

    /// <summary>Longest message.</summary>
    public const int MaxMessage = HeaderSize + MaxValue;
}

namespace PedOS.Protocols.FileCopy;

/// <summary>
/// Numbers of the file copy protocol (upstream: libqubes-rpc-filecopy.h). The sender's stream is entries, each a
/// header, its name and its data, and a header without a name as the end; the receiver answers once. All numbers are
/// little-endian.
/// </summary>
public static class FileCopyAbi
{
    /// <summary>
    /// Bytes of an entry's header: u32 length of the name, u32 mode, u64 length of the data, u32 seconds and u32
    /// nanoseconds of the last access, the same of the last change.
    /// </summary>
    public const int HeaderSize = 32;

    /// <summary>Longest name (MAX_PATH_LENGTH - 1), and longest target of a link, in bytes.</summary>
    public const int MaxName = 16383;

    /// <summary>Longest data of a file in bytes: what fits a signed 64-bit length.</summary>
    public const ulong MaxLength = long.MaxValue;

    /// <summary>Bytes of the answer: u32 error, u32 zero, u64 CRC-32.</summary>
    public const int ResultSize = 16;

    /// <summary>Bytes of the length of the last name, which may follow the answer.</summary>
    public const int LastNameLengthSize = 4;

    /// <summary>Longest last name that is looked at, in bytes.</summary>
    public const int MaxLastName = 16384;

    /// <summary>Where a mode tells the kind (POSIX: S_IFMT).</summary>
    public const uint KindMask = 0xF000;

    /// <summary>A regular file (POSIX: S_IFREG).</summary>
    public const uint KindFile = 0x8000;

    /// <summary>A directory (POSIX: S_IFDIR).</summary>
    public const uint KindDirectory = 0x4000;

    /// <summary>A symbolic link (POSIX: S_IFLNK).</summary>
    public const uint KindLink = 0xA000;

    /// <summary>Where a mode tells the permissions (POSIX).</summary>
    public const uint PermissionMask = 0x0FFF;

    /// <summary>Nanoseconds of a second.</summary>
    public const uint NanosecondsPerSecond = 1_000_000_000;
}

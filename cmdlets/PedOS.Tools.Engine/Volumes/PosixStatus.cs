using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Volumes;

/// <summary>What statx(2) tells about a name; the offsets are those of struct statx.</summary>
internal sealed class PosixStatus
{
    private const int UserOffset = 20;
    private const int GroupOffset = 24;
    private const int ModeOffset = 28;
    private const int SizeOffset = 40;
    private const int ChangedOffset = 96;
    private const int WrittenOffset = 112;
    private const int FormatMask = 0xf000;
    private const int DirectoryFormat = 0x4000;
    private const int FileFormat = 0x8000;

    // 1970-01-01 in ticks of DateTime.
    private const long Epoch = 621355968000000000;

    private readonly byte[] _bytes = new byte[Libc.StatusSize];

    private PosixStatus()
    {
    }

    /// <summary>What it is; everything that is neither file nor directory is a link, which nothing touches.</summary>
    public FileKind Kind => (Mode & FormatMask) switch
    {
        DirectoryFormat => FileKind.Directory,
        FileFormat => FileKind.File,
        _ => FileKind.Link,
    };

    /// <summary>Format and permissions.</summary>
    public int Mode => BitConverter.ToUInt16(_bytes, ModeOffset);

    /// <summary>Permissions alone.</summary>
    public uint Permissions => (uint)(Mode & 0xfff);

    /// <summary>Owner.</summary>
    public uint User => BitConverter.ToUInt32(_bytes, UserOffset);

    /// <summary>Group.</summary>
    public uint Group => BitConverter.ToUInt32(_bytes, GroupOffset);

    /// <summary>Bytes.</summary>
    public long Size => BitConverter.ToInt64(_bytes, SizeOffset);

    /// <summary>A number that grows whenever the names in the directory change.</summary>
    public long ChangeStamp => unchecked((Seconds(ChangedOffset) * 1_000_000_000) + Nanoseconds(ChangedOffset));

    /// <summary>Last write time, UTC.</summary>
    public DateTime Written
    {
        get
        {
            long seconds = Math.Max(-62135596800, Math.Min(253402300799, Seconds(WrittenOffset)));
            return new DateTime(
                Epoch + (seconds * TimeSpan.TicksPerSecond) + (Nanoseconds(WrittenOffset) / 100), DateTimeKind.Utc);
        }
    }

    /// <summary>Looks at a name without following it.</summary>
    /// <returns>null when there is none; <paramref name="errno"/> is then 0, or why it cannot be told.</returns>
    public static PosixStatus? Find(string path, out int errno)
    {
        PosixStatus status = new();
        errno = 0;
        if (Libc.Status(
            Libc.WorkingDirectory, CText.Utf8(path), Libc.DoNotFollow, Libc.BasicStatus, status._bytes) == 0)
        {
            return status;
        }

        errno = System.Runtime.InteropServices.Marshal.GetLastWin32Error();
        if (errno is Errno.NoEntry or Errno.NotDirectory)
        {
            errno = 0;
        }

        return null;
    }

    private long Seconds(int offset) => BitConverter.ToInt64(_bytes, offset);

    private uint Nanoseconds(int offset) => BitConverter.ToUInt32(_bytes, offset + sizeof(long));
}

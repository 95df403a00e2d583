using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PedOS.Tools.Engine.Native;

/// <summary>Calls to the C library; paths are UTF-8 with a terminator. Numbers are those of Linux.</summary>
internal static class Libc
{
    /// <summary>O_RDONLY | O_CLOEXEC.</summary>
    public const int OpenToRead = 0x80000;

    /// <summary>SYNC_FILE_RANGE_WRITE.</summary>
    public const uint BeginWrite = 2;

    /// <summary>O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC.</summary>
    public const int OpenNew = 0x800c1;

    /// <summary>Mode of a file for its owner: 0600.</summary>
    public const uint OwnerOnly = 0x180;

    /// <summary>W_OK.</summary>
    public const int MayWrite = 2;

    /// <summary>AT_FDCWD.</summary>
    public const int WorkingDirectory = -100;

    /// <summary>AT_SYMLINK_NOFOLLOW.</summary>
    public const int DoNotFollow = 0x100;

    /// <summary>STATX_BASIC_STATS.</summary>
    public const uint BasicStatus = 0x7ff;

    /// <summary>Bytes of struct statx.</summary>
    public const int StatusSize = 256;

    private const string Library = "libc";

    [DllImport(Library, EntryPoint = "rename", SetLastError = true)]
    public static extern int Rename(byte[] from, byte[] to);

    [DllImport(Library, EntryPoint = "link", SetLastError = true)]
    public static extern int Link(byte[] from, byte[] to);

    [DllImport(Library, EntryPoint = "open", SetLastError = true)]
    public static extern int Open(byte[] path, int flags);

    [DllImport(Library, EntryPoint = "open", SetLastError = true)]
    public static extern int Create(byte[] path, int flags, uint mode);

    [DllImport(Library, EntryPoint = "close")]
    public static extern int Close(int file);

    [DllImport(Library, EntryPoint = "fsync", SetLastError = true)]
    public static extern int Sync(int file);

    [DllImport(Library, EntryPoint = "fsync", SetLastError = true)]
    public static extern int Sync(SafeFileHandle file);

    [DllImport(Library, EntryPoint = "syncfs", SetLastError = true)]
    public static extern int SyncVolume(int file);

    [DllImport(Library, EntryPoint = "sync_file_range")]
    public static extern int BeginSync(SafeFileHandle file, long offset, long length, uint flags);

    [DllImport(Library, EntryPoint = "access", SetLastError = true)]
    public static extern int Access(byte[] path, int mode);

    [DllImport(Library, EntryPoint = "chmod", SetLastError = true)]
    public static extern int SetMode(byte[] path, uint mode);

    [DllImport(Library, EntryPoint = "lchown", SetLastError = true)]
    public static extern int SetOwner(byte[] path, uint user, uint group);

    [DllImport(Library, EntryPoint = "statx", SetLastError = true)]
    public static extern int Status(int directory, byte[] path, int flags, uint mask, byte[] status);

    [DllImport(Library, EntryPoint = "lsetxattr", SetLastError = true)]
    public static extern int SetAttribute(byte[] path, byte[] name, byte[] value, UIntPtr size, int flags);

    /// <summary>Bytes of the attribute, -1 on failure.</summary>
    [DllImport(Library, EntryPoint = "lgetxattr", SetLastError = true)]
    public static extern IntPtr GetAttribute(byte[] path, byte[] name, byte[] value, UIntPtr size);
}

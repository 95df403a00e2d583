using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PedOS.Tools.Engine.Native;

/// <summary>Files, as fileapi.h and winbase.h declare them.</summary>
internal static partial class Kernel32
{
    public const uint FILE_ATTRIBUTE_READONLY = 0x1;
    public const uint FILE_ATTRIBUTE_DIRECTORY = 0x10;
    public const uint FILE_ATTRIBUTE_REPARSE_POINT = 0x400;
    public const uint INVALID_FILE_ATTRIBUTES = 0xFFFF_FFFF;

    public const uint GENERIC_READ = 0x8000_0000;
    public const uint GENERIC_WRITE = 0x4000_0000;
    public const uint DELETE = 0x1_0000;
    public const uint READ_CONTROL = 0x2_0000;
    public const uint WRITE_DAC = 0x4_0000;
    public const uint WRITE_OWNER = 0x8_0000;
    public const uint FILE_READ_ATTRIBUTES = 0x80;

    public const uint FILE_SHARE_NONE = 0;
    public const uint FILE_SHARE_READ = 1;
    public const uint FILE_SHARE_ALL = 7;

    public const uint CREATE_NEW = 1;
    public const uint OPEN_EXISTING = 3;
    public const uint OPEN_ALWAYS = 4;

    public const uint FILE_FLAG_OPEN_REPARSE_POINT = 0x20_0000;
    public const uint FILE_FLAG_BACKUP_SEMANTICS = 0x200_0000;
    public const uint FILE_FLAG_DELETE_ON_CLOSE = 0x400_0000;
    public const uint FILE_FLAG_SEQUENTIAL_SCAN = 0x800_0000;

    public const uint MOVEFILE_REPLACE_EXISTING = 1;
    public const uint MOVEFILE_DELAY_UNTIL_REBOOT = 4;
    public const uint MOVEFILE_WRITE_THROUGH = 8;

    [DllImport("kernel32.dll", EntryPoint = "CreateFileW", CharSet = CharSet.Unicode, ExactSpelling = true,
        SetLastError = true)]
    public static extern SafeFileHandle CreateFile(
        string path, uint access, uint share, IntPtr security, uint disposition, uint flags, IntPtr template);

    [DllImport("kernel32.dll", EntryPoint = "GetFileAttributesW", CharSet = CharSet.Unicode, ExactSpelling = true,
        SetLastError = true)]
    public static extern uint GetFileAttributes(string path);

    [DllImport("kernel32.dll", EntryPoint = "SetFileAttributesW", CharSet = CharSet.Unicode, ExactSpelling = true,
        SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool SetFileAttributes(string path, uint attributes);

    [DllImport("kernel32.dll", EntryPoint = "FindFirstFileW", CharSet = CharSet.Unicode, ExactSpelling = true,
        SetLastError = true)]
    public static extern FindHandle FindFirstFile(string path, out FindData data);

    [DllImport("kernel32.dll", EntryPoint = "FindNextFileW", CharSet = CharSet.Unicode, ExactSpelling = true,
        SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool FindNextFile(FindHandle find, out FindData data);

    [DllImport("kernel32.dll", ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool FindClose(IntPtr find);

    [DllImport("kernel32.dll", ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool GetFileInformationByHandle(SafeFileHandle file, out FileInformation information);

    [DllImport("kernel32.dll", ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool SetFileTime(SafeFileHandle file, IntPtr created, IntPtr read, in long written);

    [DllImport("kernel32.dll", ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool FlushFileBuffers(SafeFileHandle file);

    [DllImport("kernel32.dll", EntryPoint = "MoveFileExW", CharSet = CharSet.Unicode, ExactSpelling = true,
        SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool MoveFileEx(string from, string? to, uint flags);

    [DllImport("kernel32.dll", EntryPoint = "CreateHardLinkW", CharSet = CharSet.Unicode, ExactSpelling = true,
        SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool CreateHardLink(string link, string existing, IntPtr security);

    [DllImport("kernel32.dll", EntryPoint = "DeleteFileW", CharSet = CharSet.Unicode, ExactSpelling = true,
        SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool DeleteFile(string path);

    [DllImport("kernel32.dll", EntryPoint = "CreateDirectoryW", CharSet = CharSet.Unicode, ExactSpelling = true,
        SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool CreateDirectory(string path, IntPtr security);

    [DllImport("kernel32.dll", EntryPoint = "RemoveDirectoryW", CharSet = CharSet.Unicode, ExactSpelling = true,
        SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool RemoveDirectory(string path);

    [DllImport("kernel32.dll", EntryPoint = "GetDiskFreeSpaceExW", CharSet = CharSet.Unicode, ExactSpelling = true,
        SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool GetDiskFreeSpaceEx(string path, out long forCaller, IntPtr total, IntPtr free);

    /// <summary>BY_HANDLE_FILE_INFORMATION; the times are FILETIMEs in halves, low half first.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FileInformation
    {
        public uint Attributes;
        public uint CreatedLow;
        public uint CreatedHigh;
        public uint ReadLow;
        public uint ReadHigh;
        public uint WrittenLow;
        public uint WrittenHigh;
        public uint VolumeSerial;
        public uint SizeHigh;
        public uint SizeLow;
        public uint Links;
        public uint IndexHigh;
        public uint IndexLow;
    }

    /// <summary>WIN32_FIND_DATAW.</summary>
    [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
    public struct FindData
    {
        public uint Attributes;
        public uint CreatedLow;
        public uint CreatedHigh;
        public uint ReadLow;
        public uint ReadHigh;
        public uint WrittenLow;
        public uint WrittenHigh;
        public uint SizeHigh;
        public uint SizeLow;
        public uint ReparseTag;
        public uint Reserved;

        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 260)]
        public string Name;

        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 14)]
        public string ShortName;
    }
}

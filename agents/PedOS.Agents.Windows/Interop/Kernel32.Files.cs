using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PedOS.Agents.Windows.Interop;

/// <summary>Files and directories.</summary>
internal static unsafe partial class Kernel32
{
    /// <summary>FILE_NAME_NORMALIZED | VOLUME_NAME_DOS.</summary>
    public const uint VOLUME_NAME_DOS = 0;

    /// <summary>FILE_NAME_NORMALIZED | VOLUME_NAME_GUID.</summary>
    public const uint VOLUME_NAME_GUID = 1;

    public const uint FILE_LIST_DIRECTORY = 0x1;
    public const uint FILE_ADD_FILE = 0x2;
    public const uint FILE_ADD_SUBDIRECTORY = 0x4;
    public const uint FILE_TRAVERSE = 0x20;
    public const uint DELETE = 0x0001_0000;
    public const uint FILE_SHARE_DELETE = 0x4;
    public const uint FILE_ATTRIBUTE_NORMAL = 0x80;
    public const uint FILE_ATTRIBUTE_DIRECTORY = 0x10;
    public const uint FILE_ATTRIBUTE_REPARSE_POINT = 0x400;
    public const uint FILE_ATTRIBUTE_OFFLINE = 0x1000;
    public const uint FILE_ATTRIBUTE_RECALL_ON_OPEN = 0x4_0000;
    public const uint FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS = 0x40_0000;
    public const uint IO_REPARSE_TAG_SYMLINK = 0xA000_000C;
    public const uint FSCTL_GET_REPARSE_POINT = 0x0009_00A8;
    public const uint FILE_DISPOSITION_FLAG_DELETE = 0x1;
    public const uint FILE_DISPOSITION_FLAG_IGNORE_READONLY_ATTRIBUTE = 0x10;
    public const uint FILE_NAMED_STREAMS = 0x0004_0000;

    /// <summary>FILE_INFO_BY_HANDLE_CLASS.</summary>
    public const int FileBasicInfo = 0;
    public const int FileStandardInfo = 1;
    public const int FileDispositionInfo = 4;
    public const int FileAttributeTagInfo = 9;
    public const int FileIdInfo = 18;
    public const int FileDispositionInfoEx = 21;

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool ReadFile(
        SafeFileHandle file, byte* buffer, int count, out int read, nint overlapped);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool DeviceIoControl(
        SafeFileHandle file, uint code, void* input, uint inputLength, void* output, uint outputLength,
        out uint returned, nint overlapped);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool SetFileInformationByHandle(
        SafeFileHandle file, int informationClass, void* information, uint length);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool GetFileInformationByHandleEx(
        SafeFileHandle file, int informationClass, void* information, uint length);

    [LibraryImport("kernel32.dll", EntryPoint = "GetVolumeInformationByHandleW", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool GetVolumeInformationByHandle(
        SafeFileHandle file, char* name, uint nameLength, uint* serial, uint* longestName, uint* flags,
        char* fileSystem, uint fileSystemLength);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool FlushFileBuffers(SafeFileHandle file);

    [LibraryImport(
        "kernel32.dll", EntryPoint = "CreateDirectoryW",
        SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool CreateDirectory(string path, in SecurityAttributes attributes);

    [LibraryImport("kernel32.dll", EntryPoint = "GetFinalPathNameByHandleW", SetLastError = true)]
    public static partial uint GetFinalPathNameByHandle(
        SafeFileHandle file, char* path, uint length, uint flags);

    /// <summary>FILE_BASIC_INFO: FILETIMEs, of which 0 leaves one as it is; attributes alike.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct BasicInfo
    {
        public long CreationTime;
        public long LastAccessTime;
        public long LastWriteTime;
        public long ChangeTime;
        public uint FileAttributes;
    }

    /// <summary>FILE_STANDARD_INFO.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct StandardInfo
    {
        public long AllocationSize;
        public long EndOfFile;
        public uint NumberOfLinks;
        public byte DeletePending;
        public byte Directory;
    }

    /// <summary>FILE_ID_INFO.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct IdInfo
    {
        public ulong VolumeSerialNumber;
        public FileId FileId;
    }

    /// <summary>FILE_ID_128, in two halves.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FileId
    {
        public ulong Low;
        public ulong High;
    }

    /// <summary>FILE_ATTRIBUTE_TAG_INFO.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct AttributeTagInfo
    {
        public uint FileAttributes;
        public uint ReparseTag;
    }
}

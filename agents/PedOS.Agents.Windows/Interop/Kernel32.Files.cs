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
    public const uint FILE_ATTRIBUTE_REPARSE_POINT = 0x400;
    public const uint FILE_NAMED_STREAMS = 0x0004_0000;

    /// <summary>FILE_INFO_BY_HANDLE_CLASS.</summary>
    public const int FileBasicInfo = 0;
    public const int FileDispositionInfo = 4;
    public const int FileAttributeTagInfo = 9;

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
    public static unsafe partial uint GetFinalPathNameByHandle(
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

    /// <summary>FILE_ATTRIBUTE_TAG_INFO.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct AttributeTagInfo
    {
        public uint FileAttributes;
        public uint ReparseTag;
    }
}

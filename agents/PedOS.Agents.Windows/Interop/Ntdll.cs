using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PedOS.Agents.Windows.Interop;

/// <summary>Files reached from a folder that is held open, which Win32 has no call for.</summary>
internal static unsafe partial class Ntdll
{
    public const int STATUS_SUCCESS = 0;
    public const int STATUS_NO_MORE_FILES = unchecked((int)0x8000_0006);
    public const int STATUS_NO_SUCH_FILE = unchecked((int)0xC000_000F);
    public const int STATUS_ACCESS_DENIED = unchecked((int)0xC000_0022);
    public const int STATUS_OBJECT_NAME_INVALID = unchecked((int)0xC000_0033);
    public const int STATUS_OBJECT_NAME_NOT_FOUND = unchecked((int)0xC000_0034);
    public const int STATUS_OBJECT_NAME_COLLISION = unchecked((int)0xC000_0035);
    public const int STATUS_OBJECT_PATH_NOT_FOUND = unchecked((int)0xC000_003A);
    public const int STATUS_SHARING_VIOLATION = unchecked((int)0xC000_0043);
    public const int STATUS_QUOTA_EXCEEDED = unchecked((int)0xC000_0044);
    public const int STATUS_DELETE_PENDING = unchecked((int)0xC000_0056);
    public const int STATUS_DISK_FULL = unchecked((int)0xC000_007F);
    public const int STATUS_MEDIA_WRITE_PROTECTED = unchecked((int)0xC000_00A2);
    public const int STATUS_FILE_IS_A_DIRECTORY = unchecked((int)0xC000_00BA);
    public const int STATUS_NOT_A_DIRECTORY = unchecked((int)0xC000_0103);
    public const int STATUS_NAME_TOO_LONG = unchecked((int)0xC000_0106);

    public const uint OBJ_CASE_INSENSITIVE = 0x40;

    public const uint FILE_OPEN = 1;
    public const uint FILE_CREATE = 2;

    public const uint FILE_DIRECTORY_FILE = 0x1;
    public const uint FILE_SEQUENTIAL_ONLY = 0x4;
    public const uint FILE_SYNCHRONOUS_IO_NONALERT = 0x20;
    public const uint FILE_NON_DIRECTORY_FILE = 0x40;
    public const uint FILE_OPEN_REPARSE_POINT = 0x20_0000;

    /// <summary>FILE_NAMES_INFORMATION of FILE_INFORMATION_CLASS.</summary>
    public const int FileNamesInformation = 12;

    /// <summary>FILE_FS_FULL_SIZE_INFORMATION of FS_INFORMATION_CLASS.</summary>
    public const int FileFsFullSizeInformation = 7;

    /// <summary>What was written is handed to the device, which is not asked to take it to the disk yet.</summary>
    public const uint FLUSH_FLAGS_NO_SYNC = 0x2;

    [LibraryImport("ntdll.dll")]
    public static partial int NtCreateFile(
        out nint handle, uint access, ObjectAttributes* attributes, IoStatusBlock* status, long* allocation,
        uint fileAttributes, uint share, uint disposition, uint options, void* extended, uint extendedLength);

    [LibraryImport("ntdll.dll")]
    public static partial int NtQueryDirectoryFile(
        SafeFileHandle folder, nint signal, nint routine, nint context, IoStatusBlock* status, void* buffer,
        uint length, int informationClass, [MarshalAs(UnmanagedType.U1)] bool single, UnicodeString* pattern,
        [MarshalAs(UnmanagedType.U1)] bool restart);

    [LibraryImport("ntdll.dll")]
    public static partial int NtQueryVolumeInformationFile(
        SafeFileHandle file, IoStatusBlock* status, void* buffer, uint length, int informationClass);

    [LibraryImport("ntdll.dll")]
    public static partial int NtFlushBuffersFileEx(
        SafeFileHandle file, uint flags, void* parameters, uint parametersLength, IoStatusBlock* status);

    /// <summary>UNICODE_STRING; lengths are in bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct UnicodeString
    {
        public ushort Length;
        public ushort MaximumLength;
        public char* Buffer;
    }

    /// <summary>OBJECT_ATTRIBUTES.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ObjectAttributes
    {
        public uint Length;
        public nint RootDirectory;
        public UnicodeString* ObjectName;
        public uint Attributes;
        public void* SecurityDescriptor;
        public void* SecurityQualityOfService;
    }

    /// <summary>IO_STATUS_BLOCK.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct IoStatusBlock
    {
        public nint Pointer;
        public nuint Information;
    }

    /// <summary>FILE_FS_FULL_SIZE_INFORMATION.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FullSizeInformation
    {
        public long TotalAllocationUnits;
        public long CallerAvailableAllocationUnits;
        public long ActualAvailableAllocationUnits;
        public uint SectorsPerAllocationUnit;
        public uint BytesPerSector;
    }
}

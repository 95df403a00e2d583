using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PedOS.Agents.Windows.Interop;

/// <summary>Files and directories.</summary>
internal static partial class Kernel32
{
    /// <summary>FILE_NAME_NORMALIZED | VOLUME_NAME_DOS.</summary>
    public const uint VOLUME_NAME_DOS = 0;

    /// <summary>FILE_NAME_NORMALIZED | VOLUME_NAME_GUID.</summary>
    public const uint VOLUME_NAME_GUID = 1;

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
}

using System.Runtime.InteropServices;

namespace PedOS.Tools.Engine.Images.Native;

/// <summary>Calls to Windows about files of the image.</summary>
internal static class Kernel32
{
    /// <summary>MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH.</summary>
    public const uint ReplaceDurably = 0x1 | 0x8;

    /// <summary>OWNER, GROUP and DACL_SECURITY_INFORMATION.</summary>
    public const uint OwnerGroupAndList = 0x1 | 0x2 | 0x4;

    /// <summary>PROTECTED_DACL_SECURITY_INFORMATION.</summary>
    public const uint ProtectedList = 0x80000000;

    /// <summary>FILE_READ_ONLY_VOLUME.</summary>
    public const uint ReadOnlyVolume = 0x00080000;

    private const string Library = "kernel32.dll";
    private const string Security = "advapi32.dll";

    [DllImport(Library, EntryPoint = "MoveFileExW", SetLastError = true, CharSet = CharSet.Unicode)]
    public static extern int MoveFileEx(string from, string to, uint flags);

    [DllImport(Library, EntryPoint = "CreateHardLinkW", SetLastError = true, CharSet = CharSet.Unicode)]
    public static extern int CreateHardLink(string to, string from, IntPtr attributes);

    [DllImport(Library, EntryPoint = "GetDiskFreeSpaceExW", SetLastError = true, CharSet = CharSet.Unicode)]
    public static extern int GetDiskFreeSpaceEx(string directory, out ulong free, IntPtr total, IntPtr allFree);

    [DllImport(Library, EntryPoint = "GetVolumePathNameW", SetLastError = true, CharSet = CharSet.Unicode)]
    public static extern int GetVolumePathName(string path, [Out] char[] volume, uint length);

    [DllImport(Library, EntryPoint = "GetVolumeInformationW", SetLastError = true, CharSet = CharSet.Unicode)]
    public static extern int GetVolumeInformation(
        string root,
        IntPtr name,
        uint nameSize,
        IntPtr serial,
        IntPtr longestName,
        out uint flags,
        IntPtr system,
        uint systemSize);

    [DllImport(Security, EntryPoint = "SetFileSecurityW", SetLastError = true, CharSet = CharSet.Unicode)]
    public static extern int SetFileSecurity(string path, uint information, byte[] descriptor);

    [DllImport(Security, EntryPoint = "GetFileSecurityW", SetLastError = true, CharSet = CharSet.Unicode)]
    public static extern int GetFileSecurity(
        string path, uint information, byte[] descriptor, uint length, out uint needed);
}

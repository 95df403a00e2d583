using System.Runtime.InteropServices;

namespace PedOS.Tools.Engine.Images.Native;

/// <summary>
/// Calls to Windows about the volume of an image; those about files are <see cref="Live.Native.Kernel32"/>.
/// </summary>
internal static class Kernel32
{
    /// <summary>OWNER, GROUP and DACL_SECURITY_INFORMATION.</summary>
    public const uint OwnerGroupAndList = 0x1 | 0x2 | 0x4;

    /// <summary>PROTECTED_DACL_SECURITY_INFORMATION.</summary>
    public const uint ProtectedList = 0x80000000;

    /// <summary>FILE_READ_ONLY_VOLUME.</summary>
    public const uint ReadOnlyVolume = 0x00080000;

    private const string Library = "kernel32.dll";
    private const string Security = "advapi32.dll";

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

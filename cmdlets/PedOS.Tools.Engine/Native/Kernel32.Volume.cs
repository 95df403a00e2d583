using System.Runtime.InteropServices;

namespace PedOS.Tools.Engine.Native;

/// <summary>Volumes.</summary>
internal static partial class Kernel32
{
    public const uint FILE_READ_ONLY_VOLUME = 0x0008_0000;

    [DllImport("kernel32.dll", EntryPoint = "GetVolumePathNameW", CharSet = CharSet.Unicode, ExactSpelling = true,
        SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool GetVolumePathName(string path, [Out] char[] volume, uint length);

    [DllImport("kernel32.dll", EntryPoint = "GetVolumeInformationW", CharSet = CharSet.Unicode, ExactSpelling = true,
        SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool GetVolumeInformation(
        string root,
        IntPtr name,
        uint nameSize,
        IntPtr serial,
        IntPtr longestName,
        out uint flags,
        IntPtr system,
        uint systemSize);
}

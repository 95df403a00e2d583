using System.Runtime.InteropServices;

namespace PedOS.Tools.Engine.Native;

/// <summary>What is written in INF files, and what the driver store remembers of them.</summary>
internal static class Setupapi
{
    public const uint INFINFO_INF_NAME_IS_ABSOLUTE = 2;

    [DllImport("setupapi.dll", ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool SetupSetNonInteractiveMode([MarshalAs(UnmanagedType.Bool)] bool isSilent);

    [DllImport("setupapi.dll", EntryPoint = "SetupGetInfInformationW", CharSet = CharSet.Unicode,
        ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool SetupGetInfInformation(
        string inf, uint search, IntPtr information, uint size, out uint needed);

    [DllImport("setupapi.dll", EntryPoint = "SetupQueryInfOriginalFileInformationW", CharSet = CharSet.Unicode,
        ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool SetupQueryInfOriginalFileInformation(
        IntPtr information, uint index, IntPtr platform, ref OriginalFile original);

    [DllImport("setupapi.dll", EntryPoint = "SetupQueryInfVersionInformationW", CharSet = CharSet.Unicode,
        ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool SetupQueryInfVersionInformation(
        IntPtr information, uint index, string key, [Out] char[] value, uint size, out uint needed);

    /// <summary>SP_ORIGINAL_FILE_INFO_W.</summary>
    [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
    public struct OriginalFile
    {
        public int Size;

        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 260)]
        public string Inf;

        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 260)]
        public string Catalog;
    }
}

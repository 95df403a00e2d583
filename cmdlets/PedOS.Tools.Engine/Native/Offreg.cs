using System.Runtime.InteropServices;

namespace PedOS.Tools.Engine.Native;

/// <summary>The calls to offreg.dll (offreg.h): hives that are not loaded. Each returns a Windows error code.</summary>
internal static class Offreg
{
    /// <summary>ERROR_FILE_NOT_FOUND: no such key or value.</summary>
    public const int NotFound = 2;

    /// <summary>ERROR_MORE_DATA.</summary>
    public const int MoreData = 234;

    /// <summary>ERROR_NO_MORE_ITEMS.</summary>
    public const int NoMoreItems = 259;

    private const string Library = "offreg.dll";

    [DllImport(Library, EntryPoint = "OROpenHive", CharSet = CharSet.Unicode)]
    public static extern int OpenHive(string path, out IntPtr hive);

    [DllImport(Library, EntryPoint = "ORCloseHive")]
    public static extern int CloseHive(IntPtr hive);

    [DllImport(Library, EntryPoint = "ORSaveHive", CharSet = CharSet.Unicode)]
    public static extern int SaveHive(IntPtr hive, string path, uint majorVersion, uint minorVersion);

    [DllImport(Library, EntryPoint = "OROpenKey", CharSet = CharSet.Unicode)]
    public static extern int OpenKey(IntPtr key, string? name, out IntPtr result);

    [DllImport(Library, EntryPoint = "ORCreateKey", CharSet = CharSet.Unicode)]
    public static extern int CreateKey(
        IntPtr key,
        string name,
        IntPtr className,
        uint options,
        IntPtr securityDescriptor,
        out IntPtr result,
        out uint disposition);

    [DllImport(Library, EntryPoint = "ORCloseKey")]
    public static extern int CloseKey(IntPtr key);

    [DllImport(Library, EntryPoint = "ORDeleteKey", CharSet = CharSet.Unicode)]
    public static extern int DeleteKey(IntPtr key, string name);

    [DllImport(Library, EntryPoint = "OREnumKey", CharSet = CharSet.Unicode)]
    public static extern int EnumerateKey(
        IntPtr key,
        uint index,
        [Out] char[] name,
        ref uint nameLength,
        IntPtr className,
        IntPtr classLength,
        IntPtr written);

    [DllImport(Library, EntryPoint = "OREnumValue", CharSet = CharSet.Unicode)]
    public static extern int EnumerateValue(
        IntPtr key,
        uint index,
        [Out] char[] name,
        ref uint nameLength,
        IntPtr type,
        IntPtr data,
        IntPtr dataLength);

    [DllImport(Library, EntryPoint = "ORGetValue", CharSet = CharSet.Unicode)]
    public static extern int GetValue(
        IntPtr key, string? subkey, string name, out uint type, [Out] byte[]? data, ref uint length);

    [DllImport(Library, EntryPoint = "ORSetValue", CharSet = CharSet.Unicode)]
    public static extern int SetValue(IntPtr key, string name, uint type, byte[] data, uint length);

    [DllImport(Library, EntryPoint = "ORDeleteValue", CharSet = CharSet.Unicode)]
    public static extern int DeleteValue(IntPtr key, string name);
}

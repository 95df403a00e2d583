using System.Runtime.InteropServices;

namespace PedOS.Tools.Engine.Native;

/// <summary>The registry. Every function returns an error number; none sets the last error.</summary>
internal static partial class Advapi32
{
    public const uint KEY_READ = 0x2_0019;
    public const uint KEY_WRITE = 0x2_0006;

    /// <summary>The 64-bit view, also for a 32-bit process.</summary>
    public const uint KEY_WOW64_64KEY = 0x100;

    public static readonly IntPtr HKEY_LOCAL_MACHINE = new(unchecked((int)0x8000_0002));
    public static readonly IntPtr HKEY_USERS = new(unchecked((int)0x8000_0003));

    [DllImport("advapi32.dll", EntryPoint = "RegOpenKeyExW", CharSet = CharSet.Unicode, ExactSpelling = true)]
    public static extern int RegOpenKeyEx(IntPtr root, string path, uint options, uint access, out KeyHandle key);

    [DllImport("advapi32.dll", EntryPoint = "RegCreateKeyExW", CharSet = CharSet.Unicode, ExactSpelling = true)]
    public static extern int RegCreateKeyEx(
        IntPtr root, string path, uint reserved, string? type, uint options, uint access, IntPtr security,
        out KeyHandle key, out uint disposition);

    [DllImport("advapi32.dll", ExactSpelling = true)]
    public static extern int RegCloseKey(IntPtr key);

    [DllImport("advapi32.dll", EntryPoint = "RegQueryInfoKeyW", CharSet = CharSet.Unicode, ExactSpelling = true)]
    public static extern int RegQueryInfoKey(
        KeyHandle key, IntPtr type, IntPtr typeLength, IntPtr reserved, out uint keys, out uint longestKey,
        IntPtr longestClass, out uint values, out uint longestValueName, IntPtr longestValue, IntPtr security,
        IntPtr written);

    [DllImport("advapi32.dll", EntryPoint = "RegEnumKeyExW", CharSet = CharSet.Unicode, ExactSpelling = true)]
    public static extern int RegEnumKeyEx(
        KeyHandle key, uint index, [Out] char[] name, ref uint length, IntPtr reserved, IntPtr type,
        IntPtr typeLength, IntPtr written);

    [DllImport("advapi32.dll", EntryPoint = "RegEnumValueW", CharSet = CharSet.Unicode, ExactSpelling = true)]
    public static extern int RegEnumValue(
        KeyHandle key, uint index, [Out] char[] name, ref uint length, IntPtr reserved, IntPtr type, IntPtr data,
        IntPtr size);

    [DllImport("advapi32.dll", EntryPoint = "RegQueryValueExW", CharSet = CharSet.Unicode, ExactSpelling = true)]
    public static extern int RegQueryValueEx(
        KeyHandle key, string name, IntPtr reserved, out int type, byte[]? data, ref uint size);

    [DllImport("advapi32.dll", EntryPoint = "RegSetValueExW", CharSet = CharSet.Unicode, ExactSpelling = true)]
    public static extern int RegSetValueEx(
        KeyHandle key, string name, uint reserved, int type, byte[] data, uint size);

    [DllImport("advapi32.dll", EntryPoint = "RegDeleteValueW", CharSet = CharSet.Unicode, ExactSpelling = true)]
    public static extern int RegDeleteValue(KeyHandle key, string name);

    [DllImport("advapi32.dll", EntryPoint = "RegDeleteKeyExW", CharSet = CharSet.Unicode, ExactSpelling = true)]
    public static extern int RegDeleteKeyEx(IntPtr root, string path, uint view, uint reserved);

    [DllImport("advapi32.dll", ExactSpelling = true)]
    public static extern int RegFlushKey(KeyHandle key);

    [DllImport("advapi32.dll", EntryPoint = "RegLoadKeyW", CharSet = CharSet.Unicode, ExactSpelling = true)]
    public static extern int RegLoadKey(IntPtr root, string name, string file);

    [DllImport("advapi32.dll", EntryPoint = "RegUnLoadKeyW", CharSet = CharSet.Unicode, ExactSpelling = true)]
    public static extern int RegUnLoadKey(IntPtr root, string name);
}

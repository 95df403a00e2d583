using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <summary>Opening, listing and reading of keys, in the 64-bit view.</summary>
internal static class OpenKeys
{
    private const int MaxName = 16384;

    /// <summary>Opens a key; null when there is none.</summary>
    /// <param name="at">Where it is.</param>
    /// <param name="key">Its name, for messages.</param>
    /// <param name="access">KEY_READ, KEY_WRITE or both.</param>
    public static KeyHandle? Open((IntPtr Root, string Path) at, string key, uint access)
    {
        int error = Advapi32.RegOpenKeyEx(at.Root, at.Path, 0, access | Advapi32.KEY_WOW64_64KEY, out KeyHandle handle);
        if (error == 0)
        {
            return handle;
        }

        handle.Dispose();
        return IsMissing(error) ? null : throw Win32Error.Failure("RegOpenKeyEx", key, error);
    }

    /// <summary>Opens a key for writing, making it and those above it.</summary>
    public static KeyHandle Create((IntPtr Root, string Path) at, string key)
    {
        int error = Advapi32.RegCreateKeyEx(
            at.Root,
            at.Path,
            0,
            null,
            0,
            Advapi32.KEY_WRITE | Advapi32.KEY_WOW64_64KEY,
            IntPtr.Zero,
            out KeyHandle handle,
            out _);
        return error == 0 ? handle : throw Win32Error.Failure("RegCreateKeyEx", key, error);
    }

    /// <summary>Names of the keys below, in ordinal order.</summary>
    public static IReadOnlyList<string> Subkeys(KeyHandle key, string name) =>
        Names(
            (uint index, char[] buffer, ref uint length) => Advapi32.RegEnumKeyEx(
                key, index, buffer, ref length, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero),
            "RegEnumKeyEx",
            name);

    /// <summary>Names of the values, in ordinal order.</summary>
    public static IReadOnlyList<string> Values(KeyHandle key, string name) =>
        Names(
            (uint index, char[] buffer, ref uint length) => Advapi32.RegEnumValue(
                key, index, buffer, ref length, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero),
            "RegEnumValue",
            name);

    /// <summary>Reads a value; null when there is none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Name of the value.</param>
    /// <param name="name">Name of the key, for messages.</param>
    public static (int Type, byte[] Data)? Read(KeyHandle key, string value, string name)
    {
        byte[] data = new byte[256];
        while (true)
        {
            uint size = (uint)data.Length;
            int error = Advapi32.RegQueryValueEx(key, value, IntPtr.Zero, out int type, data, ref size);
            if (error == 0)
            {
                Array.Resize(ref data, (int)size);
                return (type, data);
            }

            if (error != Win32Error.ERROR_MORE_DATA)
            {
                return IsMissing(error) ? null : throw Win32Error.Failure("RegQueryValueEx", $"{name} {value}", error);
            }

            // Another program may make it longer meanwhile: ask again until it fits.
            data = new byte[checked((int)Math.Max(size, (uint)data.Length * 2))];
        }
    }

    /// <summary>Whether an error says that there is no such key or value.</summary>
    public static bool IsMissing(int error) =>
        error is Win32Error.ERROR_FILE_NOT_FOUND or Win32Error.ERROR_PATH_NOT_FOUND;

    private delegate int NextName(uint index, char[] buffer, ref uint length);

    private static List<string> Names(NextName next, string function, string key)
    {
        List<string> names = [];
        char[] buffer = new char[MaxName];
        while (true)
        {
            uint length = MaxName;
            int error = next((uint)names.Count, buffer, ref length);
            switch (error)
            {
                case 0:
                    names.Add(new string(buffer, 0, (int)length));
                    break;
                case Win32Error.ERROR_NO_MORE_ITEMS:
                    names.Sort(StringComparer.Ordinal);
                    return names;
                default:
                    throw Win32Error.Failure(function, key, error);
            }
        }
    }
}

using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <summary>The registry of the running Windows, always as 64-bit programs see it.</summary>
/// <remarks>
/// Keys that begin with <c>TEMPLATE</c> are those of the profile that new users get a copy of; its hive is loaded when
/// the first of them is asked for, and unloaded at the end.
/// </remarks>
public sealed class LiveRegistry : IRegistry, IDisposable
{
    private readonly RegistryRoots _roots;

    /// <summary>Nothing is opened yet.</summary>
    /// <param name="templateHive">NTUSER.DAT of the template profile.</param>
    public LiveRegistry(string templateHive) => _roots = new RegistryRoots(templateHive);

    /// <inheritdoc/>
    public bool KeyExists(string key)
    {
        using KeyHandle? handle = Open(key);
        return handle is not null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> SubkeyNames(string key)
    {
        using KeyHandle? handle = Open(key);
        return handle is null ? [] : OpenKeys.Subkeys(handle, key);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ValueNames(string key)
    {
        using KeyHandle? handle = Open(key);
        return handle is null ? [] : OpenKeys.Values(handle, key);
    }

    /// <inheritdoc/>
    public RegistryValue? Find(string key, string name)
    {
        using KeyHandle? handle = Open(key);
        return handle is not null && OpenKeys.Read(handle, name, key) is var (type, data)
            ? new RegistryValue((RegistryValueType)type, data)
            : null;
    }

    /// <inheritdoc/>
    public void Set(string key, string name, RegistryValue value)
    {
        using KeyHandle handle = OpenKeys.Create(_roots.Find(key), key);
        byte[] data = value.ToArray();
        int error = Advapi32.RegSetValueEx(handle, name, 0, (int)value.Type, data, (uint)data.Length);
        if (error != 0)
        {
            throw Win32Error.Failure("RegSetValueEx", $"{key} {name}", error);
        }

        _roots.Changed(key);
    }

    /// <inheritdoc/>
    public void DeleteValue(string key, string name)
    {
        using KeyHandle? handle = Find(key, name) is null
            ? null
            : OpenKeys.Open(_roots.Find(key), key, Advapi32.KEY_WRITE);
        if (handle is null)
        {
            return;
        }

        int error = Advapi32.RegDeleteValue(handle, name);
        if (error != 0 && !OpenKeys.IsMissing(error))
        {
            throw Win32Error.Failure("RegDeleteValue", $"{key} {name}", error);
        }

        _roots.Changed(key);
    }

    /// <inheritdoc/>
    public void CreateKey(string key)
    {
        if (!KeyExists(key))
        {
            OpenKeys.Create(_roots.Find(key), key).Dispose();
            _roots.Changed(key);
        }
    }

    /// <inheritdoc/>
    public void DeleteKey(string key)
    {
        (IntPtr root, string path) = _roots.Find(key);
        using (KeyHandle? handle = Open(key))
        {
            if (handle is null || !IsEmpty(handle, key))
            {
                return;
            }
        }

        int error = Advapi32.RegDeleteKeyEx(root, path, Advapi32.KEY_WOW64_64KEY, 0);
        if (error != 0 && !OpenKeys.IsMissing(error))
        {
            throw Win32Error.Failure("RegDeleteKeyEx", key, error);
        }

        _roots.Changed(key);
    }

    /// <summary>Writes what has changed to the disk.</summary>
    public void Flush() => _roots.Flush();

    /// <inheritdoc/>
    public void Dispose() => _roots.Dispose();

    private static bool IsEmpty(KeyHandle handle, string key)
    {
        int error = Advapi32.RegQueryInfoKey(
            handle, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero, out uint keys, out _, IntPtr.Zero, out uint values, out _,
            IntPtr.Zero, IntPtr.Zero, IntPtr.Zero);
        return error == 0 ? keys == 0 && values == 0 : throw Win32Error.Failure("RegQueryInfoKey", key, error);
    }

    private KeyHandle? Open(string key) => OpenKeys.Open(_roots.Find(key), key, Advapi32.KEY_READ);
}

using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Native;
using PedOS.Tools.Engine.Volumes;

namespace PedOS.Tools.Engine.Hives;

/// <summary>A hive in offreg.dll, which is part of Windows.</summary>
internal sealed class OffregHive : Hive
{
    // What hives are written for: Windows 10, which all that are supported read.
    private const uint MajorVersion = 10;
    private const uint MinorVersion = 0;

    private readonly string _shown;
    private IntPtr _hive;

    private OffregHive(IntPtr hive, string shown)
    {
        _hive = hive;
        _shown = shown;
    }

    /// <summary>Frees the library's memory when nobody disposed it.</summary>
    ~OffregHive() => Dispose(isDisposing: false);

    /// <summary>Opens a hive.</summary>
    public static OffregHive Open(string path, string shown)
    {
        try
        {
            int error = Offreg.OpenHive(path, out IntPtr hive);
            return error == 0
                ? new OffregHive(hive, shown)
                : throw ImageFailure.OfWindows($"open the registry hive {shown}", error);
        }
        catch (DllNotFoundException e)
        {
            throw new SetupException(
                SetupError.NotFound,
                "offreg.dll is not installed, which registry hives of an image take",
                "Work on the image from Windows 10 or later, or from Linux.",
                e);
        }
    }

    /// <inheritdoc/>
    public override bool KeyExists(IReadOnlyList<string> key) => WithKey(key, false, static _ => true);

    /// <inheritdoc/>
    public override IReadOnlyList<string> SubkeyNames(IReadOnlyList<string> key) =>
        WithKey<IReadOnlyList<string>>(key, [], node => Names(
            key,
            HiveAbi.MaxKeyName,
            (uint index, char[] name, ref uint length) =>
                Offreg.EnumerateKey(node, index, name, ref length, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero)));

    /// <inheritdoc/>
    public override IReadOnlyList<string> ValueNames(IReadOnlyList<string> key) =>
        WithKey<IReadOnlyList<string>>(key, [], node => Names(
            key,
            HiveAbi.MaxValueName,
            (uint index, char[] name, ref uint length) =>
                Offreg.EnumerateValue(node, index, name, ref length, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero)));

    /// <inheritdoc/>
    public override RegistryValue? Find(IReadOnlyList<string> key, string name) =>
        WithKey<RegistryValue?>(key, null, node =>
        {
            if (name.IndexOf('\0') >= 0)
            {
                // The library would take what is before the zero, which is another value.
                return null;
            }

            uint length = 0;
            int error = Offreg.GetValue(node, subkey: null, name, out uint type, data: null, ref length);
            if (error == Offreg.NotFound)
            {
                return null;
            }

            if (error != Offreg.MoreData)
            {
                Check(error, "read a value of", key);
            }

            byte[] data = new byte[length];
            Check(Offreg.GetValue(node, subkey: null, name, out type, data, ref length), "read a value of", key);
            Array.Resize(ref data, (int)length);
            return new RegistryValue((RegistryValueType)type, data);
        });

    /// <inheritdoc/>
    public override void CreateKey(IReadOnlyList<string> key)
    {
        IntPtr node = _hive;
        try
        {
            foreach (string name in key)
            {
                int error = Offreg.CreateKey(node, name, IntPtr.Zero, 0, IntPtr.Zero, out IntPtr child, out _);
                Check(error, "add the key", key);
                Close(node);
                node = child;
            }
        }
        finally
        {
            Close(node);
        }
    }

    /// <inheritdoc/>
    public override void Set(IReadOnlyList<string> key, string name, RegistryValue value)
    {
        byte[] data = value.ToArray();
        _ = WithKey(key, 0, node => Check(
            Offreg.SetValue(node, name, (uint)value.Type, data, (uint)data.Length), "set a value of", key));
    }

    /// <inheritdoc/>
    public override void DeleteValue(IReadOnlyList<string> key, string name) =>
        _ = WithKey(key, 0, node => Check(Offreg.DeleteValue(node, name), "delete a value of", key));

    /// <inheritdoc/>
    public override void DeleteKey(IReadOnlyList<string> key) => _ = WithKey(
        [.. key.Take(key.Count - 1)],
        0,
        node => Check(Offreg.DeleteKey(node, key[key.Count - 1]), "delete the key", key));

    /// <inheritdoc/>
    public override void Save(string path)
    {
        int error = Offreg.SaveHive(_hive, path, MajorVersion, MinorVersion);
        if (error != 0)
        {
            throw ImageFailure.OfWindows($"write {_shown}", error);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
        if (_hive != IntPtr.Zero)
        {
            _ = Offreg.CloseHive(_hive);
            _hive = IntPtr.Zero;
        }
    }

    private delegate int Enumerate(uint index, char[] name, ref uint length);

    private List<string> Names(IReadOnlyList<string> key, int longest, Enumerate next)
    {
        List<string> names = [];
        char[] name = new char[longest + 1];
        for (uint i = 0; ; i++)
        {
            uint length = (uint)name.Length;
            int error = next(i, name, ref length);
            if (error == Offreg.NoMoreItems)
            {
                return names;
            }

            _ = Check(error, "list", key);
            names.Add(new string(name, 0, (int)length));
        }
    }

    private T WithKey<T>(IReadOnlyList<string> key, T absent, Func<IntPtr, T> action)
    {
        if (key.Count == 0)
        {
            return action(_hive);
        }

        if (key.Any(static name => name.IndexOf('\0') >= 0))
        {
            // As above: another key.
            return absent;
        }

        int error = Offreg.OpenKey(_hive, Text(key), out IntPtr node);
        if (error == Offreg.NotFound)
        {
            return absent;
        }

        _ = Check(error, "open the key", key);
        try
        {
            return action(node);
        }
        finally
        {
            Close(node);
        }
    }

    private void Close(IntPtr node)
    {
        if (node != _hive)
        {
            _ = Offreg.CloseKey(node);
        }
    }

    private int Check(int error, string what, IReadOnlyList<string> key) => error == 0
        ? error
        : throw ImageFailure.OfWindows($"{what} {Text(key)} of the registry hive {_shown}", error);
}

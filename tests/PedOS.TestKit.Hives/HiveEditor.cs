using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace PedOS.TestKit.Hives;

/// <summary>Edits a hive file through libhivex. Nothing is in the file before a commit.</summary>
public sealed partial class HiveEditor : IDisposable
{
    private const string Library = "libhivex.so.0";
    private const int HIVEX_OPEN_WRITE = 4;

    private nint _hive;

    private HiveEditor(nint hive) => _hive = hive;

    /// <summary>Why hives cannot be edited here; null when they can.</summary>
    public static string? MissingReason { get; } = NativeLibrary.TryLoad(Library, out _)
        ? null
        : $"{Library} is missing (apt-get install -y --no-install-recommends libhivex0)";

    /// <summary>Opens a hive file.</summary>
    /// <exception cref="Win32Exception">It is not one.</exception>
    public static HiveEditor Open(string path)
    {
        nint hive = hivex_open(path, HIVEX_OPEN_WRITE);
        return hive != 0 ? new HiveEditor(hive) : throw Failure(nameof(hivex_open));
    }

    /// <summary>Makes a minimal hive file, replacing one that is there, and opens it.</summary>
    public static HiveEditor Create(string path)
    {
        File.WriteAllBytes(path, MinimalHive.Build());
        return Open(path);
    }

    /// <summary>Stores a REG_SZ.</summary>
    public void SetText(string key, string name, string text) =>
        Set(key, name, HiveValueType.Text, Encoding.Unicode.GetBytes(text + "\0"));

    /// <summary>Stores a REG_DWORD.</summary>
    public void SetNumber(string key, string name, uint number)
    {
        byte[] bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        Set(key, name, HiveValueType.Number, bytes);
    }

    /// <summary>Stores a REG_EXPAND_SZ.</summary>
    public void SetExpandText(string key, string name, string text) =>
        Set(key, name, HiveValueType.ExpandText, Encoding.Unicode.GetBytes(text + "\0"));

    /// <summary>Stores a REG_MULTI_SZ.</summary>
    public void SetTexts(string key, string name, params string[] texts)
    {
        string all = string.Concat(texts.Select(static text => text + "\0")) + "\0";
        Set(key, name, HiveValueType.Texts, Encoding.Unicode.GetBytes(all));
    }

    /// <summary>Makes a key and those above it.</summary>
    public void AddKey(string key) => _ = Key(key);

    /// <summary>Stores a value of any type, making the key and those above it.</summary>
    /// <param name="key">Path below the root key, parts separated by backslashes.</param>
    /// <param name="name">Value name.</param>
    /// <param name="type">Its type; nothing checks that the bytes are of it.</param>
    /// <param name="bytes">Its bytes.</param>
    public void Set(string key, string name, HiveValueType type, byte[] bytes)
    {
        nuint node = Key(key);
        nint keyName = Marshal.StringToCoTaskMemUTF8(name);
        nint value = Marshal.AllocCoTaskMem(Math.Max(1, bytes.Length));
        try
        {
            Marshal.Copy(bytes, 0, value, bytes.Length);
            SetValue set = new() { Key = keyName, Type = (int)type, Length = (nuint)bytes.Length, Value = value };
            Check(hivex_node_set_value(_hive, node, in set, 0) == 0, nameof(hivex_node_set_value));
        }
        finally
        {
            Marshal.FreeCoTaskMem(keyName);
            Marshal.FreeCoTaskMem(value);
        }
    }

    /// <summary>Removes a key and everything below it.</summary>
    public void RemoveKey(string key) =>
        Check(hivex_node_delete_child(_hive, Key(key)) == 0, nameof(hivex_node_delete_child));

    /// <summary>Writes the hive to a file in place; a reader may see half of it.</summary>
    public void Commit(string path) => Check(hivex_commit(_hive, path, 0) == 0, nameof(hivex_commit));

    /// <summary>Writes the hive to a new file that takes the place of <paramref name="path"/>.</summary>
    public void CommitReplacing(string path)
    {
        Commit(path + ".new");
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_hive != 0)
        {
            _ = hivex_close(_hive);
            _hive = 0;
        }
    }

    private nuint Key(string path)
    {
        nuint node = hivex_root(_hive);
        foreach (string name in path.Split('\\', StringSplitOptions.RemoveEmptyEntries))
        {
            nuint child = hivex_node_get_child(_hive, node, name);
            node = child != 0 ? child : hivex_node_add_child(_hive, node, name);
            Check(node != 0, nameof(hivex_node_add_child));
        }

        return node;
    }

    private static void Check(bool isDone, string call)
    {
        if (!isDone)
        {
            throw Failure(call);
        }
    }

    private static Win32Exception Failure(string call) =>
        new(Marshal.GetLastPInvokeError(), $"{call}: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint hivex_open(string filename, int flags);

    [LibraryImport(Library)]
    private static partial int hivex_close(nint hive);

    [LibraryImport(Library, SetLastError = true)]
    private static partial nuint hivex_root(nint hive);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nuint hivex_node_get_child(nint hive, nuint node, string name);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nuint hivex_node_add_child(nint hive, nuint parent, string name);

    [LibraryImport(Library, SetLastError = true)]
    private static partial int hivex_node_delete_child(nint hive, nuint node);

    [LibraryImport(Library, SetLastError = true)]
    private static partial int hivex_node_set_value(nint hive, nuint node, in SetValue value, int flags);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int hivex_commit(nint hive, string? filename, int flags);

    [StructLayout(LayoutKind.Sequential)]
    private struct SetValue
    {
        public nint Key;
        public int Type;
        public nuint Length;
        public nint Value;
    }
}

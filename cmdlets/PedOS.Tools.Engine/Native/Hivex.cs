using System.Runtime.InteropServices;

namespace PedOS.Tools.Engine.Native;

/// <summary>
/// The calls to libhivex (hivex.h). Nodes and values are offsets in the file; 0 is none, or an error. Names are UTF-8
/// with a terminator. What a call returns as a pointer is freed with <see cref="Free"/>.
/// </summary>
internal static class Hivex
{
    /// <summary>File name of the library.</summary>
    public const string Library = "libhivex.so.0";

    /// <summary>HIVEX_OPEN_WRITE.</summary>
    public const int OpenToWrite = 4;

    /// <summary>Bytes of struct hive_set_value where pointers have eight: key, type, length, bytes.</summary>
    public const int SetValueSize = 32;

    [DllImport(Library, EntryPoint = "hivex_open", SetLastError = true)]
    public static extern IntPtr Open(byte[] path, int flags);

    [DllImport(Library, EntryPoint = "hivex_close")]
    public static extern int Close(IntPtr hive);

    [DllImport(Library, EntryPoint = "hivex_commit", SetLastError = true)]
    public static extern int Commit(IntPtr hive, byte[] path, int flags);

    [DllImport(Library, EntryPoint = "hivex_root", SetLastError = true)]
    public static extern UIntPtr Root(IntPtr hive);

    [DllImport(Library, EntryPoint = "hivex_node_get_child", SetLastError = true)]
    public static extern UIntPtr FindChild(IntPtr hive, UIntPtr node, byte[] name);

    /// <summary>Array of offsets that ends with 0.</summary>
    [DllImport(Library, EntryPoint = "hivex_node_children", SetLastError = true)]
    public static extern IntPtr Children(IntPtr hive, UIntPtr node);

    /// <summary>UTF-8.</summary>
    [DllImport(Library, EntryPoint = "hivex_node_name", SetLastError = true)]
    public static extern IntPtr NodeName(IntPtr hive, UIntPtr node);

    /// <summary>Array of offsets that ends with 0.</summary>
    [DllImport(Library, EntryPoint = "hivex_node_values", SetLastError = true)]
    public static extern IntPtr Values(IntPtr hive, UIntPtr node);

    /// <summary>UTF-8.</summary>
    [DllImport(Library, EntryPoint = "hivex_value_key", SetLastError = true)]
    public static extern IntPtr ValueName(IntPtr hive, UIntPtr value);

    [DllImport(Library, EntryPoint = "hivex_value_type", SetLastError = true)]
    public static extern int ValueType(IntPtr hive, UIntPtr value, out int type, out UIntPtr length);

    /// <summary>The bytes.</summary>
    [DllImport(Library, EntryPoint = "hivex_value_value", SetLastError = true)]
    public static extern IntPtr ValueData(IntPtr hive, UIntPtr value, out int type, out UIntPtr length);

    [DllImport(Library, EntryPoint = "hivex_node_add_child", SetLastError = true)]
    public static extern UIntPtr AddChild(IntPtr hive, UIntPtr node, byte[] name);

    [DllImport(Library, EntryPoint = "hivex_node_delete_child", SetLastError = true)]
    public static extern int DeleteNode(IntPtr hive, UIntPtr node);

    [DllImport(Library, EntryPoint = "hivex_node_set_values", SetLastError = true)]
    public static extern int SetValues(IntPtr hive, UIntPtr node, UIntPtr count, IntPtr values, int flags);

    /// <summary>Frees what the library allocated.</summary>
    [DllImport("libc", EntryPoint = "free")]
    public static extern void Free(IntPtr memory);
}

using System.Runtime.InteropServices;

namespace PedOS.Agents.Posix.Settings;

/// <summary>
/// The part of libhivex that reading takes (hivex.h). Nodes and values are offsets; 0 is none, or an error.
/// </summary>
internal static partial class NativeHive
{
    /// <summary>HIVEX_OPEN_WRITE.</summary>
    public const int HIVEX_OPEN_WRITE = 4;

    private const string Library = "libhivex.so.0";

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial HiveHandle hivex_open(string filename, int flags);

    [LibraryImport(Library)]
    public static partial int hivex_close(nint hive);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nuint hivex_root(HiveHandle hive);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nuint hivex_node_get_child(HiveHandle hive, nuint node, string name);

    /// <summary>Array that ends with 0, to be freed; null on error.</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial nuint* hivex_node_children(HiveHandle hive, nuint node);

    /// <summary>Array that ends with 0, to be freed; null on error.</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial nuint* hivex_node_values(HiveHandle hive, nuint node);

    /// <summary>UTF-8, to be freed; null on error.</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial byte* hivex_node_name(HiveHandle hive, nuint node);

    /// <summary>UTF-8, to be freed; null on error.</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial byte* hivex_value_key(HiveHandle hive, nuint value);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int hivex_value_type(HiveHandle hive, nuint value, out uint type, out nuint length);

    /// <summary>The bytes, to be freed; null on error.</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial byte* hivex_value_value(HiveHandle hive, nuint value, out uint type, out nuint length);
}

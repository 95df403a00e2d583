using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using PedOS.Agents.Settings;
using PedOS.Tools.Contracts;

namespace PedOS.Agents.Posix.Settings;

/// <summary>A SOFTWARE hive, as on the disk of a Windows machine, read through libhivex.</summary>
public sealed class HiveSettingsFormat : ISettingsFormat
{
    /// <summary>Longest hive read (arbitrary: real SOFTWARE hives have 50 to 150 MiB).</summary>
    public const long MaxFileSize = 512L << 20;

    // Longest value taken (arbitrary: the longest setting has 1024 units).
    private const int MaxValueSize = 65536;

    private const uint REG_SZ = 1;
    private const uint REG_EXPAND_SZ = 2;
    private const uint REG_DWORD = 4;

    // The root of a SOFTWARE hive is the key SOFTWARE itself.
    private static readonly string[] RootPath = SettingNames.RootKey.Split('\\')[1..];

    private static readonly UnicodeEncoding StrictUtf16 =
        new(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true);

    /// <inheritdoc/>
    public SettingsTable Read(string path)
    {
        FileInfo file = new(path);
        if (!file.Exists)
        {
            throw new FileNotFoundException("there is no such hive", path);
        }

        if (file.Length > MaxFileSize)
        {
            throw new FormatException($"the hive has {file.Length} bytes, allowed are {MaxFileSize}");
        }

        try
        {
            // Never committed. Opened for reading it would be mapped, and a file that is cut while it is read would end
            // the process with SIGBUS; opened for writing it is copied.
            using HiveHandle hive = NativeHive.hivex_open(path, NativeHive.HIVEX_OPEN_WRITE);
            return hive.IsInvalid ? throw Failure("it is not a hive, or damaged") : Read(hive);
        }
        catch (DllNotFoundException e)
        {
            throw new IOException("libhivex.so.0 is not installed; install the package libhivex0", e);
        }
    }

    private static SettingsTable Read(HiveHandle hive)
    {
        nuint root = NativeHive.hivex_root(hive);
        foreach (string name in RootPath)
        {
            if (root != 0)
            {
                Marshal.SetLastPInvokeError(0);
                root = NativeHive.hivex_node_get_child(hive, root, name);
            }
        }

        if (root == 0)
        {
            // An error, unlike a key that is not there, says so in errno.
            return Marshal.GetLastPInvokeError() == 0 ? SettingsTable.Empty : throw Failure("a key cannot be read");
        }

        SettingsTable table = new();
        ReadValues(hive, root, string.Empty, table);
        foreach (nuint program in Nodes(hive, root))
        {
            ReadValues(hive, program, Name(hive, program), table);
        }

        return table;
    }

    private static void ReadValues(HiveHandle hive, nuint node, string program, SettingsTable table)
    {
        foreach (nuint value in Values(hive, node))
        {
            table.Add(program, Key(hive, value), Value(hive, value));
        }
    }

    private static SettingValue Value(HiveHandle hive, nuint value)
    {
        if (NativeHive.hivex_value_type(hive, value, out uint type, out nuint length) != 0)
        {
            throw Failure("a value cannot be read");
        }

        if (type is not (REG_SZ or REG_EXPAND_SZ or REG_DWORD))
        {
            return SettingValue.OfOther($"a value of type {type}");
        }

        return length <= MaxValueSize
            ? Decode(type, Bytes(hive, value))
            : SettingValue.OfOther($"a value of {length} bytes");
    }

    private static SettingValue Decode(uint type, byte[] bytes)
    {
        if (type == REG_DWORD)
        {
            return bytes.Length == sizeof(uint)
                ? SettingValue.OfNumber(BinaryPrimitives.ReadUInt32LittleEndian(bytes))
                : SettingValue.OfOther($"a REG_DWORD of {bytes.Length} bytes");
        }

        try
        {
            string text = StrictUtf16.GetString(bytes);
            int end = text.IndexOf('\0', StringComparison.Ordinal);
            return SettingValue.OfText(end < 0 ? text : text[..end]);
        }
        catch (DecoderFallbackException)
        {
            return SettingValue.OfOther("a text that is not UTF-16");
        }
    }

    private static unsafe nuint[] Nodes(HiveHandle hive, nuint node) =>
        Take(NativeHive.hivex_node_children(hive, node));

    private static unsafe nuint[] Values(HiveHandle hive, nuint node) =>
        Take(NativeHive.hivex_node_values(hive, node));

    private static unsafe string Name(HiveHandle hive, nuint node) =>
        Take(NativeHive.hivex_node_name(hive, node));

    private static unsafe string Key(HiveHandle hive, nuint value) =>
        Take(NativeHive.hivex_value_key(hive, value));

    private static unsafe byte[] Bytes(HiveHandle hive, nuint value)
    {
        byte* bytes = NativeHive.hivex_value_value(hive, value, out _, out nuint length);
        if (bytes is null)
        {
            throw Failure("a value cannot be read");
        }

        try
        {
            return new ReadOnlySpan<byte>(bytes, checked((int)length)).ToArray();
        }
        finally
        {
            NativeMemory.Free(bytes);
        }
    }

    private static unsafe nuint[] Take(nuint* list)
    {
        if (list is null)
        {
            throw Failure("a key cannot be read");
        }

        try
        {
            int count = 0;
            while (list[count] != 0)
            {
                count++;
            }

            return count <= SettingsTable.MaxValues
                ? new ReadOnlySpan<nuint>(list, count).ToArray()
                : throw new FormatException($"a key has {count} entries, allowed are {SettingsTable.MaxValues}");
        }
        finally
        {
            NativeMemory.Free(list);
        }
    }

    private static unsafe string Take(byte* text)
    {
        if (text is null)
        {
            throw Failure("a name cannot be read");
        }

        try
        {
            return Marshal.PtrToStringUTF8((nint)text)!;
        }
        finally
        {
            NativeMemory.Free(text);
        }
    }

    private static FormatException Failure(string what) => new($"{what} ({Marshal.GetLastPInvokeErrorMessage()})");
}

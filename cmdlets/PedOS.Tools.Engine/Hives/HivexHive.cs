using System.Runtime.InteropServices;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Native;
using PedOS.Tools.Engine.Volumes;

namespace PedOS.Tools.Engine.Hives;

/// <summary>
/// A hive in libhivex. It rewrites all values of a key whenever one changes, never reuses room, and ends the process
/// when a record it frees is damaged; so a key is checked before its first change.
/// </summary>
internal sealed class HivexHive : Hive
{
    private readonly string _shown;
    private readonly HiveKeyCheck _check;
    private readonly HashSet<UIntPtr> _checked = [];

    // Keys that got a subkey whose name is not ASCII. Never emptied: each save writes the lists as libhivex has them.
    private readonly HashSet<UIntPtr> _mended = [];
    private IntPtr _hive;
    private bool _isBroken;

    private HivexHive(IntPtr hive, string shown, HiveCells cells)
    {
        _hive = hive;
        _shown = shown;
        _check = new HiveKeyCheck(cells);
    }

    /// <summary>Frees the library's memory when nobody disposed it.</summary>
    ~HivexHive() => Dispose(isDisposing: false);

    /// <inheritdoc cref="Hive.Open"/>
    public static new HivexHive Open(string path, string shown, HiveCells cells)
    {
        try
        {
            // Also for reading alone: the file is then copied, not mapped; one that shrinks does not end the process.
            IntPtr hive = Hivex.Open(CText.Utf8(path), Hivex.OpenToWrite);
            return hive != IntPtr.Zero
                ? new HivexHive(hive, shown, cells)
                : throw Damaged(shown, $"it cannot be opened (error {Marshal.GetLastWin32Error()})");
        }
        catch (DllNotFoundException e)
        {
            throw new SetupException(
                SetupError.NotFound,
                $"{Hivex.Library} is not installed, which registry hives of an image take",
                "Install the package libhivex0 (Debian) or hivex-libs (Fedora).",
                e);
        }
    }

    /// <summary>A hive that cannot be read.</summary>
    public static SetupException Damaged(string shown, string why) => new(
        SetupError.DamagedHive,
        $"the registry hive {shown} is damaged: {why}",
        "Restore the hive from a backup of the image, or let Windows repair it by starting it once.");

    /// <inheritdoc/>
    public override bool KeyExists(IReadOnlyList<string> key) => Node(key) != UIntPtr.Zero;

    /// <inheritdoc/>
    public override IReadOnlyList<string> SubkeyNames(IReadOnlyList<string> key)
    {
        UIntPtr node = Node(key);
        return node == UIntPtr.Zero ? [] : [.. Children(node, key).Select(child => Name(child, key))];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> ValueNames(IReadOnlyList<string> key)
    {
        UIntPtr node = Node(key);
        return node == UIntPtr.Zero ? [] : [.. Values(node, key).Select(value => ValueName(value, key))];
    }

    /// <inheritdoc/>
    public override RegistryValue? Find(IReadOnlyList<string> key, string name)
    {
        UIntPtr node = Node(key);
        if (node == UIntPtr.Zero)
        {
            return null;
        }

        foreach (UIntPtr value in Values(node, key))
        {
            if (IsSame(ValueName(value, key), name))
            {
                HivexValue found = Read(value, name, key);
                return new RegistryValue((RegistryValueType)found.Type, found.Data);
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public override void CreateKey(IReadOnlyList<string> key)
    {
        UIntPtr node = Hivex.Root(_hive);
        foreach (string name in key)
        {
            UIntPtr child = Child(node, name, key);
            if (child == UIntPtr.Zero)
            {
                child = Hivex.AddChild(_hive, node, CText.Utf8(name));
                Changed(child != UIntPtr.Zero, "a key cannot be added", key);
                if (!IsAscii(name))
                {
                    _ = _mended.Add(node);
                }
            }

            node = child;
        }
    }

    /// <inheritdoc/>
    public override void Set(IReadOnlyList<string> key, string name, RegistryValue value)
    {
        UIntPtr node = Node(key);
        List<HivexValue> all = ReadAll(node, key);
        int at = all.FindIndex(one => IsSame(one.Name, name));
        HivexValue wanted = new(at < 0 ? name : all[at].Name, (int)value.Type, value.ToArray());
        if (at < 0)
        {
            all.Add(wanted);
        }
        else
        {
            all[at] = wanted;
        }

        Write(node, all, key);
    }

    /// <inheritdoc/>
    public override void DeleteValue(IReadOnlyList<string> key, string name)
    {
        UIntPtr node = Node(key);
        Write(node, [.. ReadAll(node, key).Where(one => !IsSame(one.Name, name))], key);
    }

    /// <inheritdoc/>
    public override void DeleteKey(IReadOnlyList<string> key)
    {
        UIntPtr node = Node(key);
        UIntPtr parent = Node([.. key.Take(key.Count - 1)]);
        Refuse(_check.DeleteFlaw(Offset(node), Offset(parent)), key);
        Changed(Hivex.DeleteNode(_hive, node) == 0, "a key cannot be deleted", key);
        _ = _mended.Remove(node);
        _ = _checked.Remove(node);
    }

    /// <inheritdoc/>
    public override void Save(string path)
    {
        Changed(isDone: true, string.Empty, []);
        if (Hivex.Commit(_hive, CText.Utf8(path), 0) != 0)
        {
            throw ImageFailure.OfLinux($"write {_shown}", Marshal.GetLastWin32Error());
        }
    }

    /// <inheritdoc/>
    public override void Mend(HiveCells written)
    {
        foreach (UIntPtr node in _mended)
        {
            _ = HiveLists.Mend(written, Offset(node));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
        if (_hive != IntPtr.Zero)
        {
            _ = Hivex.Close(_hive);
            _hive = IntPtr.Zero;
        }
    }

    // Offsets of the library count from the begin of the file.
    private static uint Offset(UIntPtr node) => checked((uint)((ulong)node - HiveAbi.PageSize));

    private static bool IsSame(string name, string other) =>
        string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    private static bool IsAscii(string name) => name.All(static one => one < '\u0080');

    private UIntPtr Node(IReadOnlyList<string> key)
    {
        UIntPtr node = Hivex.Root(_hive);
        for (int i = 0; i < key.Count && node != UIntPtr.Zero; i++)
        {
            node = Child(node, key[i], key);
        }

        return node;
    }

    private UIntPtr Child(UIntPtr node, string name, IReadOnlyList<string> key)
    {
        // The library folds the case of ASCII alone.
        if (!IsAscii(name))
        {
            return Children(node, key).FirstOrDefault(child => IsSame(Name(child, key), name));
        }

        UIntPtr found = Hivex.FindChild(_hive, node, CText.Utf8(name));
        int errno = found == UIntPtr.Zero ? Marshal.GetLastWin32Error() : 0;
        return errno == 0 ? found : throw Damaged(_shown, $"the keys on the way to {Text(key)} (error {errno})");
    }

    private UIntPtr[] Children(UIntPtr node, IReadOnlyList<string> key) =>
        HivexMemory.TakeOffsets(Hivex.Children(_hive, node)) ?? throw Unreadable("the keys below", key);

    private UIntPtr[] Values(UIntPtr node, IReadOnlyList<string> key) =>
        HivexMemory.TakeOffsets(Hivex.Values(_hive, node)) ?? throw Unreadable("the values of", key);

    private string Name(UIntPtr node, IReadOnlyList<string> key) =>
        HivexMemory.TakeText(Hivex.NodeName(_hive, node)) ?? throw Unreadable("a name below", key);

    private string ValueName(UIntPtr value, IReadOnlyList<string> key) =>
        HivexMemory.TakeText(Hivex.ValueName(_hive, value)) ?? throw Unreadable("the name of a value of", key);

    private HivexValue Read(UIntPtr value, string name, IReadOnlyList<string> key)
    {
        if (Hivex.ValueType(_hive, value, out int type, out UIntPtr length) != 0)
        {
            throw Unreadable("a value of", key);
        }

        // An empty value may have no record of data at all.
        if (length == UIntPtr.Zero)
        {
            return new HivexValue(name, type, []);
        }

        IntPtr data = Hivex.ValueData(_hive, value, out type, out length);
        if (data == IntPtr.Zero)
        {
            throw Unreadable("a value of", key);
        }

        byte[] bytes = new byte[checked((int)length)];
        Marshal.Copy(data, bytes, 0, bytes.Length);
        Hivex.Free(data);
        return new HivexValue(name, type, bytes);
    }

    private List<HivexValue> ReadAll(UIntPtr node, IReadOnlyList<string> key)
    {
        if (_checked.Add(node) && _check.ValuesFlaw(Offset(node)) is { } flaw)
        {
            _ = _checked.Remove(node);
            Refuse(flaw, key);
        }

        return [.. Values(node, key).Select(value => Read(value, ValueName(value, key), key))];
    }

    private void Write(UIntPtr node, List<HivexValue> values, IReadOnlyList<string> key)
    {
        List<IntPtr> taken = [];
        IntPtr Take(byte[] bytes)
        {
            IntPtr memory = Marshal.AllocHGlobal(Math.Max(1, bytes.Length));
            taken.Add(memory);
            Marshal.Copy(bytes, 0, memory, bytes.Length);
            return memory;
        }

        try
        {
            IntPtr array = Take(new byte[values.Count * Hivex.SetValueSize]);
            for (int i = 0; i < values.Count; i++)
            {
                IntPtr at = array + (i * Hivex.SetValueSize);
                Marshal.WriteIntPtr(at, Take(CText.Utf8(values[i].Name)));
                Marshal.WriteInt64(at, 8, values[i].Type);
                Marshal.WriteInt64(at, 16, values[i].Data.Length);
                Marshal.WriteIntPtr(at, 24, Take(values[i].Data));
            }

            int result = Hivex.SetValues(_hive, node, new UIntPtr((uint)values.Count), array, 0);
            Changed(result == 0, "its values cannot be written", key);
        }
        finally
        {
            taken.ForEach(Marshal.FreeHGlobal);
        }
    }

    /// <summary>A change that failed half-way makes what is in memory worthless: nothing of it may be saved.</summary>
    private void Changed(bool isDone, string what, IReadOnlyList<string> key)
    {
        if (!isDone)
        {
            _isBroken = true;
            throw Damaged(_shown, $"{what}: {Text(key)} (error {Marshal.GetLastWin32Error()})");
        }

        if (_isBroken)
        {
            throw Damaged(_shown, "a change of it failed before");
        }
    }

    private void Refuse(string? flaw, IReadOnlyList<string> key)
    {
        if (flaw is not null)
        {
            throw Damaged(_shown, $"the key {Text(key)} cannot be changed: {flaw}");
        }
    }

    private SetupException Unreadable(string what, IReadOnlyList<string> key) =>
        Damaged(_shown, $"{what} {Text(key)} cannot be read (error {Marshal.GetLastWin32Error()})");
}

using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Hives;

/// <summary>
/// A hive that is read and changed by its documented format, without any library, on Windows as elsewhere: a hostile
/// image meets no code that trusts it, and what cannot be put back is known before.
/// </summary>
internal sealed class MemoryHive : Hive
{
    private readonly string _shown;
    private readonly HiveCells _cells;
    private readonly HiveTree _tree;
    private readonly HiveWriter _writer;

    /// <summary>A hive.</summary>
    /// <param name="shown">Its path, for messages.</param>
    /// <param name="cells">Its records.</param>
    public MemoryHive(string shown, HiveCells cells)
    {
        _shown = shown;
        _cells = cells;
        _tree = new HiveTree(cells);
        _writer = new HiveWriter(cells, _tree);
    }

    /// <inheritdoc/>
    public override bool KeyExists(IReadOnlyList<string> key) => Try(key, () => Find(key) != HiveAbi.None);

    /// <inheritdoc/>
    public override IReadOnlyList<string> SubkeyNames(IReadOnlyList<string> key) =>
        Try<IReadOnlyList<string>>(key, () => Find(key) is not HiveAbi.None and uint found
            ? [.. _tree.Subkeys(found).Select(_tree.KeyName)]
            : []);

    /// <inheritdoc/>
    public override IReadOnlyList<string> ValueNames(IReadOnlyList<string> key) =>
        Try<IReadOnlyList<string>>(key, () => Find(key) is not HiveAbi.None and uint found
            ? [.. _tree.Values(found).Select(_tree.ValueName)]
            : []);

    /// <inheritdoc/>
    public override RegistryValue? Find(IReadOnlyList<string> key, string name) => Try(key, () =>
        Find(key) is not HiveAbi.None and uint found && _tree.FindValue(found, name) is not HiveAbi.None and uint value
            ? new RegistryValue((RegistryValueType)_tree.ValueType(value), _tree.ValueData(value))
            : null);

    /// <inheritdoc/>
    public override void CreateKey(IReadOnlyList<string> key) => Change(key, () =>
    {
        uint at = _tree.Root;
        foreach (string name in key)
        {
            uint below = _tree.FindSubkey(at, name);
            at = below == HiveAbi.None ? _writer.AddKey(at, name) : below;
        }
    });

    /// <inheritdoc/>
    public override void Set(IReadOnlyList<string> key, string name, RegistryValue value) =>
        Change(key, () => _writer.SetValue(Existing(key), name, (int)value.Type, value.ToArray()));

    /// <inheritdoc/>
    public override void DeleteValue(IReadOnlyList<string> key, string name) => Change(key, () =>
    {
        uint found = Existing(key);
        if (_tree.FindValue(found, name) is not HiveAbi.None and uint value)
        {
            _writer.DeleteValue(found, value);
        }
    });

    /// <inheritdoc/>
    public override void DeleteKey(IReadOnlyList<string> key) => Change(
        key, () => _writer.DeleteKey(Existing([.. key.Take(key.Count - 1)]), Existing(key)));

    /// <inheritdoc/>
    public override void Save(string path)
    {
        using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.None);
        Save(file);
    }

    /// <summary>Writes the hive.</summary>
    /// <exception cref="SetupException">A change of it failed in its middle.</exception>
    public void Save(Stream file)
    {
        RequireWhole();
        _cells.Save(file);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
        // Memory alone.
    }

    private uint Find(IReadOnlyList<string> key)
    {
        uint at = _tree.Root;
        for (int i = 0; i < key.Count && at != HiveAbi.None; i++)
        {
            at = _tree.FindSubkey(at, key[i]);
        }

        return at;
    }

    private uint Existing(IReadOnlyList<string> key) =>
        Find(key) is not HiveAbi.None and uint found ? found : throw new HiveFlawException("it is not there any more");

    private T Try<T>(IReadOnlyList<string> key, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (HiveFlawException e)
        {
            throw Damaged(_shown, $"the key {Text(key)} cannot be read: {e.Message}", e);
        }
    }

    private void Change(IReadOnlyList<string> key, Action change)
    {
        RequireWhole();
        try
        {
            change();
        }
        catch (HiveFlawException e)
        {
            throw e.IsLimit
                ? Unsupported(_shown, $"the key {Text(key)} cannot be changed: {e.Message}", e)
                : Damaged(_shown, $"the key {Text(key)} cannot be changed: {e.Message}", e);
        }
    }

    private void RequireWhole()
    {
        if (_writer.IsTorn)
        {
            throw Damaged(_shown, "a change of it failed before");
        }
    }
}

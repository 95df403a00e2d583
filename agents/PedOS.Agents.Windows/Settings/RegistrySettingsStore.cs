using System.Security;
using Microsoft.Win32;
using PedOS.Agents.Settings;
using PedOS.Tools.Contracts;

namespace PedOS.Agents.Windows.Settings;

/// <summary>Settings in the registry (64-bit view), read at first use and again when they change.</summary>
public sealed class RegistrySettingsStore : ISettingsStore
{
    private readonly RegistryHive _hive;
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly LastGoodSettings _settings;
    private RegistryWatch? _watch;
    private volatile string? _watchProblem;

    /// <summary>Creates the store on the product's key; nothing is read yet.</summary>
    /// <param name="time">Clock of the watch.</param>
    public RegistrySettingsStore(TimeProvider time)
        : this(RegistryHive.LocalMachine, SettingNames.RootKey, time)
    {
    }

    /// <summary>Creates the store on another key, for tests.</summary>
    /// <param name="hive">Hive of the key.</param>
    /// <param name="path">Path of the key below it; it need not exist.</param>
    /// <param name="time">Clock of the watch.</param>
    public RegistrySettingsStore(RegistryHive hive, string path, TimeProvider time)
    {
        _hive = hive;
        _path = path;
        _time = time;
        Source = $@"{(hive == RegistryHive.LocalMachine ? "HKLM" : hive)}\{path}";
        _settings = new LastGoodSettings(Source, ReadAll);
    }

    /// <inheritdoc/>
    public string Source { get; }

    /// <inheritdoc/>
    public string? Problem => _settings.Problem ?? _watchProblem;

    /// <inheritdoc/>
    public SettingValue Read(string program, string name) => _settings.Find(program, name);

    /// <inheritdoc/>
    public void Watch(Action changed) => _watch ??= new RegistryWatch(
        _hive,
        _path,
        failure =>
        {
            _watchProblem = failure is null
                ? null
                : $"{Source} is not watched ({failure.Message}): changes take effect after a restart";
            _settings.Reload();
            changed();
        },
        _time);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _watch?.DisposeAsync() ?? ValueTask.CompletedTask;

    private SettingsTable ReadAll()
    {
        try
        {
            using RegistryKey hive = RegistryKey.OpenBaseKey(_hive, RegistryView.Registry64);
            using RegistryKey? root = hive.OpenSubKey(_path);
            SettingsTable table = new();
            ReadValues(root, string.Empty, table);
            foreach (string name in root?.GetSubKeyNames() ?? [])
            {
                using RegistryKey? program = root!.OpenSubKey(name);
                ReadValues(program, name, table);
            }

            return table;
        }
        catch (SecurityException e)
        {
            throw new UnauthorizedAccessException("this account may not read it", e);
        }
    }

    private static void ReadValues(RegistryKey? key, string program, SettingsTable table)
    {
        // Null: the key went away while it was read. Its removal is told by the watch.
        foreach (string name in key?.GetValueNames() ?? [])
        {
            table.Add(program, name, Value(key!, name));
        }
    }

    private static SettingValue Value(RegistryKey key, string name)
    {
        try
        {
            // REG_EXPAND_SZ comes expanded.
            return key.GetValue(name) switch
            {
                null => SettingValue.None,
                int number => SettingValue.OfNumber(unchecked((uint)number)),
                string text => SettingValue.OfText(text.Split('\0')[0]),
                _ => SettingValue.OfOther($"a value of type {key.GetValueKind(name)}"),
            };
        }
        catch (IOException)
        {
            // The value went away between its name and its content.
            return SettingValue.None;
        }
    }
}

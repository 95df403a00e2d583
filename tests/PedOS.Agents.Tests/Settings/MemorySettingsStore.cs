using PedOS.Agents.Settings;

namespace PedOS.Agents.Tests.Settings;

/// <summary>Settings that a test changes.</summary>
public sealed class MemorySettingsStore : ISettingsStore
{
    private readonly Dictionary<(string Program, string Name), SettingValue> _values = [];
    private Action? _changed;

    public string Source => "memory";

    public string? Problem { get; set; }

    public bool IsDisposed { get; private set; }

    public int Reads { get; private set; }

    public SettingValue this[string program, string name]
    {
        get => _values.GetValueOrDefault((program, name), SettingValue.None);
        set => _values[(program, name)] = value;
    }

    public SettingValue Read(string program, string name)
    {
        Reads++;
        return this[program, name];
    }

    public void Remove(string program, string name) => _values.Remove((program, name));

    public void Watch(Action changed) => _changed = changed;

    public void TellChanged() => _changed?.Invoke();

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}

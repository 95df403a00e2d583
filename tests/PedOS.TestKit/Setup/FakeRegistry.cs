using PedOS.Tools.Engine.Machines;

namespace PedOS.TestKit.Setup;

/// <summary>The registry of a <see cref="FakeWindows"/>.</summary>
internal sealed class FakeRegistry(FakeWindows machine) : IRegistry
{
    public bool KeyExists(string key) => machine.Disk.Keys.ContainsKey(key);

    public IReadOnlyList<string> SubkeyNames(string key) => [.. machine.Disk.Keys.Keys
        .Where(k => k.StartsWith(key + "\\", StringComparison.OrdinalIgnoreCase))
        .Select(k => k[(key.Length + 1)..])
        .Where(static n => !n.Contains('\\', StringComparison.Ordinal))];

    public IReadOnlyList<string> ValueNames(string key) =>
        machine.Disk.Keys.TryGetValue(key, out SortedDictionary<string, RegistryValue>? values) ? [.. values.Keys] : [];

    public RegistryValue? Find(string key, string name) =>
        machine.Disk.Keys.GetValueOrDefault(key)?.GetValueOrDefault(name);

    public void Set(string key, string name, RegistryValue value) => machine.Do(disk =>
    {
        Create(disk, key);
        disk.Keys[key][name] = value;
    });

    public void DeleteValue(string key, string name)
    {
        if (Find(key, name) is not null)
        {
            machine.Do(disk => disk.Keys.GetValueOrDefault(key)?.Remove(name));
        }
    }

    public void CreateKey(string key)
    {
        if (!KeyExists(key))
        {
            machine.Do(disk => Create(disk, key));
        }
    }

    public void DeleteKey(string key)
    {
        if (KeyExists(key) && ValueNames(key).Count == 0 && SubkeyNames(key).Count == 0)
        {
            machine.Do(disk => disk.Keys.Remove(key));
        }
    }

    private static void Create(FakeDisk disk, string key)
    {
        for (string at = key; at.Contains('\\', StringComparison.Ordinal); at = at[..at.LastIndexOf('\\')])
        {
            _ = disk.Keys.TryAdd(at, new(StringComparer.OrdinalIgnoreCase));
        }
    }
}

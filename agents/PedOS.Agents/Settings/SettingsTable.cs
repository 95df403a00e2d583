namespace PedOS.Agents.Settings;

/// <summary>Everything a settings file holds, read in one go.</summary>
public sealed class SettingsTable
{
    /// <summary>Most values in one table (arbitrary: a real one has a handful for each program).</summary>
    public const int MaxValues = 4096;

    private readonly Dictionary<(string Program, string Name), SettingValue> _values = new(new KeyComparer());

    /// <summary>A table without values.</summary>
    public static SettingsTable Empty { get; } = new();

    /// <summary>Adds a value.</summary>
    /// <param name="program">Subkey of the program; empty for the root key.</param>
    /// <param name="name">Value name.</param>
    /// <param name="value">The value.</param>
    /// <returns>False when there is one of that name.</returns>
    /// <exception cref="FormatException">There are more than <see cref="MaxValues"/>.</exception>
    public bool Add(string program, string name, SettingValue value) => _values.Count < MaxValues
        ? _values.TryAdd((program, name), value)
        : throw new FormatException($"more than {MaxValues} values");

    /// <summary>Finds a value.</summary>
    public SettingValue Find(string program, string name) => _values.GetValueOrDefault((program, name));

    private sealed class KeyComparer : IEqualityComparer<(string Program, string Name)>
    {
        public bool Equals((string Program, string Name) x, (string Program, string Name) y) =>
            string.Equals(x.Program, y.Program, StringComparison.OrdinalIgnoreCase)
            && string.Equals(x.Name, y.Name, StringComparison.OrdinalIgnoreCase);

        public int GetHashCode((string Program, string Name) obj) => HashCode.Combine(
            obj.Program.GetHashCode(StringComparison.OrdinalIgnoreCase),
            obj.Name.GetHashCode(StringComparison.OrdinalIgnoreCase));
    }
}

namespace PedOS.Agents.Settings;

/// <summary>Everything a settings file holds, read in one go.</summary>
public sealed class SettingsTable
{
    /// <summary>Most values in one table (arbitrary: a real one has a handful for each program).</summary>
    public const int MaxValues = 4096;

    private readonly Dictionary<string, Dictionary<string, SettingValue>> _programs =
        new(StringComparer.OrdinalIgnoreCase);

    private int _count;

    /// <summary>A table without values.</summary>
    public static SettingsTable Empty { get; } = new();

    /// <summary>Adds a value.</summary>
    /// <param name="program">Subkey of the program; empty for the root key.</param>
    /// <param name="name">Value name.</param>
    /// <param name="value">The value.</param>
    /// <returns>False when there is one of that name.</returns>
    /// <exception cref="FormatException">There are more than <see cref="MaxValues"/>.</exception>
    public bool Add(string program, string name, SettingValue value)
    {
        if (_count >= MaxValues)
        {
            throw new FormatException($"more than {MaxValues} values");
        }

        if (!_programs.TryGetValue(program, out Dictionary<string, SettingValue>? values))
        {
            values = new Dictionary<string, SettingValue>(StringComparer.OrdinalIgnoreCase);
            _programs.Add(program, values);
        }

        _count++;
        return values.TryAdd(name, value);
    }

    /// <summary>Finds a value.</summary>
    public SettingValue Find(string program, string name) =>
        _programs.TryGetValue(program, out Dictionary<string, SettingValue>? values)
            && values.TryGetValue(name, out SettingValue? value)
                ? value
                : SettingValue.None;
}

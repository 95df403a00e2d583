namespace PedOS.Tools.Contracts;

/// <summary>A REG_DWORD setting and what it may hold.</summary>
/// <param name="name">Value name, see <see cref="SettingNames"/>.</param>
/// <param name="defaultValue">Used when there is no such value, or an unusable one.</param>
/// <param name="least">Smallest value allowed.</param>
/// <param name="most">Largest value allowed.</param>
public sealed class NumberSetting(string name, uint defaultValue, uint least, uint most)
{
    /// <summary>Value name.</summary>
    public string Name { get; } = name;

    /// <summary>Used when there is no such value, or an unusable one.</summary>
    public uint DefaultValue { get; } = defaultValue;

    /// <summary>Smallest value allowed.</summary>
    public uint Least { get; } = least;

    /// <summary>Largest value allowed.</summary>
    public uint Most { get; } = most;

    /// <summary>Whether <paramref name="value"/> may be used.</summary>
    public bool Allows(uint value) => value >= Least && value <= Most;
}

using System.Globalization;

namespace PedOS.Tools.Contracts.Product;

/// <summary>A REG_DWORD setting and what it may hold.</summary>
/// <param name="name">Value name, see <see cref="SettingNames"/>.</param>
/// <param name="defaultValue">Used when there is no such value, or an unusable one.</param>
/// <param name="least">Smallest value allowed.</param>
/// <param name="most">Largest value allowed.</param>
/// <param name="meaning">What it is, for people.</param>
public sealed class NumberSetting(string name, uint defaultValue, uint least, uint most, string meaning)
    : Setting(name, meaning)
{
    /// <summary>Used when there is no such value, or an unusable one.</summary>
    public uint DefaultValue { get; } = defaultValue;

    /// <summary>Smallest value allowed.</summary>
    public uint Least { get; } = least;

    /// <summary>Largest value allowed.</summary>
    public uint Most { get; } = most;

    /// <inheritdoc/>
    public override string TypeName => "REG_DWORD";

    /// <inheritdoc/>
    public override object Default => DefaultValue;

    /// <inheritdoc/>
    public override string Wanted =>
        string.Format(CultureInfo.InvariantCulture, "a number from {0} to {1}", Least, Most);

    /// <summary>Whether <paramref name="value"/> may be used.</summary>
    public bool Allows(uint value) => value >= Least && value <= Most;
}

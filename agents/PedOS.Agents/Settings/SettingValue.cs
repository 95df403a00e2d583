using System.Globalization;

namespace PedOS.Agents.Settings;

/// <summary>One stored setting.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Text">The text, or for <see cref="SettingKind.Other"/> a word for what was found; else null.</param>
/// <param name="Number">The number; else 0.</param>
public sealed record SettingValue(SettingKind Kind, string? Text, uint Number)
{
    /// <summary>No value.</summary>
    public static SettingValue None { get; } = new(SettingKind.None, null, 0);

    /// <summary>A text.</summary>
    public static SettingValue OfText(string text) => new(SettingKind.Text, text, 0);

    /// <summary>A number.</summary>
    public static SettingValue OfNumber(uint number) => new(SettingKind.Number, null, number);

    /// <summary>Something no setting has.</summary>
    /// <param name="what">A word for it, such as REG_BINARY.</param>
    public static SettingValue OfOther(string what) => new(SettingKind.Other, what, 0);

    /// <summary>The value for a message.</summary>
    public override string ToString() => Kind switch
    {
        SettingKind.None => "(not set)",
        SettingKind.Text => $"\"{Text}\"",
        SettingKind.Number => Number.ToString(CultureInfo.InvariantCulture),
        _ => $"({Text})",
    };
}

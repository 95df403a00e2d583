using System.Globalization;

namespace PedOS.Tools.Contracts.Product;

/// <summary>A REG_SZ setting and what it may hold; an empty text is as good as none.</summary>
/// <param name="name">Value name, see <see cref="SettingNames"/>.</param>
/// <param name="maxLength">Most UTF-16 units.</param>
/// <param name="kind">What it is, to be read before "of at most".</param>
/// <param name="rule">What is wrong with a text that is not empty, to be read after it; null when nothing is.</param>
/// <param name="meaning">What it is, for people.</param>
public sealed class TextSetting(
    string name, int maxLength, string kind, Func<string, GuestSystem, string?> rule, string meaning)
    : Setting(name, meaning)
{
    /// <summary>Most UTF-16 units.</summary>
    public int MaxLength { get; } = maxLength;

    /// <summary>What it is: a path, a name.</summary>
    public string Kind { get; } = kind;

    /// <inheritdoc/>
    public override string TypeName => "REG_SZ";

    /// <inheritdoc/>
    public override object Default => "";

    /// <inheritdoc/>
    public override string Wanted =>
        string.Format(CultureInfo.InvariantCulture, "{0} of at most {1} characters on one line", Kind, MaxLength);

    /// <summary>
    /// What is wrong with a value, to be read after it; null when programs take it. Where it is set and where it is
    /// read, this is asked, so that nothing is set that would be ignored.
    /// </summary>
    /// <param name="value">The text.</param>
    /// <param name="system">System of the programs.</param>
    public string? Flaw(string value, GuestSystem system) =>
        value.Length > MaxLength
            ? string.Format(CultureInfo.InvariantCulture, "has {0} characters", value.Length)
            : HasStrayUnit(value) ? "has a control character or half of a character in it"
            : value.Length == 0 ? null
            : rule(value, system);

    private static bool HasStrayUnit(string value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            if (char.IsControl(value[i]) || char.IsLowSurrogate(value[i]))
            {
                return true;
            }

            if (char.IsHighSurrogate(value[i]) && (++i == value.Length || !char.IsLowSurrogate(value[i])))
            {
                return true;
            }
        }

        return false;
    }
}

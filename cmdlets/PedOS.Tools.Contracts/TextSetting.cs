namespace PedOS.Tools.Contracts;

/// <summary>A REG_SZ setting and what it may hold.</summary>
/// <param name="name">Value name, see <see cref="SettingNames"/>.</param>
/// <param name="maxLength">Most UTF-16 units.</param>
public sealed class TextSetting(string name, int maxLength)
{
    /// <summary>Value name.</summary>
    public string Name { get; } = name;

    /// <summary>Most UTF-16 units.</summary>
    public int MaxLength { get; } = maxLength;

    /// <summary>Whether <paramref name="value"/> may be used: not too long, no control character.</summary>
    public bool Allows(string value)
    {
        foreach (char c in value)
        {
            if (char.IsControl(c))
            {
                return false;
            }
        }

        return value.Length <= MaxLength;
    }
}

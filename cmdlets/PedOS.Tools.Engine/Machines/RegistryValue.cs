using System.Globalization;
using System.Text;

namespace PedOS.Tools.Engine.Machines;

/// <summary>A registry value: a type and the bytes as they are stored. Two are equal when both are.</summary>
public sealed class RegistryValue : IEquatable<RegistryValue>
{
    private readonly byte[] _data;

    /// <summary>A value of any type.</summary>
    /// <param name="type">Its type; other programs store types that are not in the list.</param>
    /// <param name="data">Its bytes; copied.</param>
    public RegistryValue(RegistryValueType type, byte[] data)
    {
        Type = type;
        _data = (byte[])data.Clone();
    }

    /// <summary>Its type.</summary>
    public RegistryValueType Type { get; }

    /// <summary>Bytes it has.</summary>
    public int Length => _data.Length;

    /// <summary>A REG_SZ, stored as UTF-16LE with its terminator.</summary>
    public static RegistryValue Text(string text) =>
        new(RegistryValueType.Text, Encoding.Unicode.GetBytes(text + "\0"));

    /// <summary>A REG_EXPAND_SZ.</summary>
    public static RegistryValue ExpandText(string text) =>
        new(RegistryValueType.ExpandText, Encoding.Unicode.GetBytes(text + "\0"));

    /// <summary>A REG_DWORD.</summary>
    public static RegistryValue Number(uint number) =>
        new(RegistryValueType.Number, [(byte)number, (byte)(number >> 8), (byte)(number >> 16), (byte)(number >> 24)]);

    /// <summary>A REG_MULTI_SZ: each string terminated, and a terminator of its own at the end.</summary>
    /// <exception cref="ArgumentException">A string is empty or has a zero character.</exception>
    public static RegistryValue Texts(IEnumerable<string> texts)
    {
        StringBuilder all = new();
        foreach (string text in texts)
        {
            if (text.Length == 0 || text.IndexOf('\0') >= 0)
            {
                throw new ArgumentException(
                    "a multi-string holds no empty string and no zero character", nameof(texts));
            }

            all.Append(text).Append('\0');
        }

        return new(RegistryValueType.Texts, Encoding.Unicode.GetBytes(all.Append('\0').ToString()));
    }

    /// <summary>The bytes; a copy.</summary>
    public byte[] ToArray() => (byte[])_data.Clone();

    /// <summary>Text of a REG_SZ or REG_EXPAND_SZ without its terminators; null for other types.</summary>
    public string? AsText() =>
        Type is RegistryValueType.Text or RegistryValueType.ExpandText
            ? Encoding.Unicode.GetString(_data, 0, _data.Length & ~1).TrimEnd('\0')
            : null;

    /// <summary>Number of a REG_DWORD of four bytes; null for anything else.</summary>
    public uint? AsNumber() =>
        Type == RegistryValueType.Number && _data.Length == 4
            ? (uint)(_data[0] | (_data[1] << 8) | (_data[2] << 16) | (_data[3] << 24))
            : null;

    /// <summary>Strings of a REG_MULTI_SZ up to the first empty one; null for other types.</summary>
    public IReadOnlyList<string>? AsTexts()
    {
        if (Type != RegistryValueType.Texts)
        {
            return null;
        }

        string[] parts = Encoding.Unicode.GetString(_data, 0, _data.Length & ~1).Split('\0');
        return [.. parts.TakeWhile(static part => part.Length > 0)];
    }

    /// <inheritdoc/>
    public bool Equals(RegistryValue? other) =>
        other is not null && Type == other.Type && _data.SequenceEqual(other._data);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RegistryValue);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        int hash = (int)Type;
        foreach (byte one in _data)
        {
            hash = unchecked((hash * 31) + one);
        }

        return hash;
    }

    /// <summary>As people read it: the text, the number, or the first bytes in hexadecimal.</summary>
    public override string ToString()
    {
        const int Shown = 16;
        return AsText() is { } text ? text
            : AsNumber() is { } number ? number.ToString(CultureInfo.InvariantCulture)
            : AsTexts() is { } texts ? string.Join(" | ", texts)
            : BitConverter.ToString(_data, 0, Math.Min(Shown, _data.Length)) + (_data.Length > Shown ? "..." : "");
    }
}

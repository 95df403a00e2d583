using System.Globalization;

namespace PedOS.Protocols.Network;

/// <summary>The hardware address of an Ethernet adapter: six bytes.</summary>
/// <param name="Value">The bytes, the first one highest.</param>
public readonly record struct MacAddress(ulong Value)
{
    /// <summary>Bytes of an address.</summary>
    public const int Length = 6;

    private const int TextLength = 17;

    /// <summary>Reads six pairs of hex digits of any case, with a colon or a hyphen between them.</summary>
    /// <returns>Null when it is anything else, or the address of nobody or of many.</returns>
    public static MacAddress? TryParse(string text)
    {
        if (text.Length != TextLength || text[2] is not (':' or '-'))
        {
            return null;
        }

        ulong value = 0;
        for (int i = 0; i < TextLength; i += 3)
        {
            if ((i > 0 && text[i - 1] != text[2])
                || !char.IsAsciiHexDigit(text[i])
                || !char.IsAsciiHexDigit(text[i + 1]))
            {
                return null;
            }

            byte part = byte.Parse(text.AsSpan(i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            value = (value << 8) | part;
        }

        // The lowest bit of the first byte makes it the address of many.
        bool isGroup = (value >> 40 & 1) != 0;
        return value == 0 || isGroup ? null : new MacAddress(value);
    }

    /// <summary>The address in a system's structure.</summary>
    /// <returns>Null when it is not an Ethernet adapter's.</returns>
    public static MacAddress? FromBytes(ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        foreach (byte b in bytes.Length == Length ? bytes : [])
        {
            value = (value << 8) | b;
        }

        return value == 0 ? null : new MacAddress(value);
    }

    /// <summary>Lower case with colons, as the database has it.</summary>
    public override string ToString()
    {
        string digits = Value.ToString("x12", CultureInfo.InvariantCulture);
        return string.Join(':', digits.Chunk(2).Select(pair => new string(pair)));
    }
}

using System.Globalization;
using System.Text;

namespace PedOS.Protocols.FileCopy;

/// <summary>Which characters a name may have when the caller did not say that it takes all.</summary>
public static class NameText
{
    /// <summary>
    /// Whether a person can be shown this name as it is: well-formed UTF-8 of letters, marks, digits, punctuation,
    /// symbols and the plain blank. Controls, marks that turn the direction of text, other blanks, separators of lines,
    /// private and unassigned characters are none of these.
    /// </summary>
    /// <remarks>
    /// The original's receiver refuses whole scripts, too, those written from right to left among them. Here they are
    /// names like others: what could deceive is the marks, and those are refused.
    /// </remarks>
    public static bool IsPlain(ReadOnlySpan<byte> name)
    {
        while (!name.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(name, out Rune rune, out int length) != System.Buffers.OperationStatus.Done
                || !IsPlain(rune))
            {
                return false;
            }

            name = name[length..];
        }

        return true;
    }

    /// <summary>
    /// Whether receivers take the name that refuse whole scripts, too: letters, digits and signs of ASCII, and letters
    /// of scripts that the original takes and that run from left to right. A sender lets a receiver take all names
    /// where one is not among them.
    /// </summary>
    public static bool IsTakenEverywhere(ReadOnlySpan<byte> name)
    {
        while (!name.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(name, out Rune rune, out int length) != System.Buffers.OperationStatus.Done
                || !IsTakenEverywhere(rune.Value))
            {
                return false;
            }

            name = name[length..];
        }

        return true;
    }

    // ASCII; Latin-1 and Extended-A, Greek, Cyrillic, Hiragana, Katakana, Han, Hangul: their common letters alone.
    private static bool IsTakenEverywhere(int rune) => rune is (>= 0x20 and <= 0x7E)
        or (>= 0xC0 and <= 0x148 and not 0xD7 and not 0xF7 and not (>= 0x132 and <= 0x133) and not (0x13F or 0x140))
        or (>= 0x14A and <= 0x17E) or (>= 0x3B1 and <= 0x3C9) or (>= 0x391 and <= 0x3A9 and not 0x3A2)
        or (>= 0x410 and <= 0x44F) or 0x401 or 0x451 or (>= 0x3041 and <= 0x3094) or (>= 0x30A1 and <= 0x30FA)
        or (>= 0x4E00 and <= 0x9FA5) or (>= 0xAC00 and <= 0xD7A3);

    private static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            => false,
        UnicodeCategory.SpaceSeparator => rune.Value == ' ',
        _ => true,
    };
}

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

    private static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            => false,
        UnicodeCategory.SpaceSeparator => rune.Value == ' ',
        _ => true,
    };
}

using System.Globalization;
using System.Text;

namespace PedOS.Tools.Engine;

/// <summary>
/// Text of a machine, for a terminal. What a registry value or the name of a file says must not move the cursor, write
/// the clipboard, turn the order of letters around, or look like a line of ours: control characters and those that
/// steer the direction become <c>_</c>.
/// </summary>
public static class DisplayText
{
    /// <summary>One line: the end of a line is a control character, too.</summary>
    public static string Line(string text) => Safe(text, keepsLines: false);

    /// <summary>Several lines, each of which is ours.</summary>
    public static string Lines(string text) => Safe(text, keepsLines: true);

    /// <summary>Formats with the invariant culture; what is put in stays on its line.</summary>
    public static string Format(FormattableString text)
    {
        object?[] safe = [.. text.GetArguments().Select(static argument => argument is string or IFormattable
            ? argument is string line ? Line(line) : argument
            : Line(argument?.ToString() ?? ""))];
        return string.Format(CultureInfo.InvariantCulture, text.Format, safe);
    }

    private static string Safe(string text, bool keepsLines)
    {
        if (!text.Any(c => IsUnsafe(c, keepsLines)))
        {
            return text;
        }

        StringBuilder safe = new(text.Length);
        foreach (char c in text)
        {
            _ = safe.Append(IsUnsafe(c, keepsLines) ? '_' : c);
        }

        return safe.ToString();
    }

    private static bool IsUnsafe(char c, bool keepsLines) =>
        (char.IsControl(c) && !(keepsLines && c == '\n'))
        || c is '\u061c' or '\u200e' or '\u200f' or (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}

using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PedOS.Agents.Files;

/// <summary>
/// The name under which Windows holds a file of another machine: the same one where that is possible, else with marks
/// from which the first one can be read again. Two names never become one.
/// </summary>
/// <remarks>
/// A byte that Windows cannot hold in a name, or that would deceive who reads it, is <c>%XX</c> in capital hexadecimal
/// digits, and so are the last dot or blank of a name and the first letter of a name that means a device. A <c>%</c> is
/// marked only where it would be read as a mark. A name that is too long keeps its beginning and its extension; between
/// them stands <c>%~</c> and the beginning of its SHA-256, and it cannot be read back. A name beside which another one
/// lies that differs in case only has <c>%=</c> and a shorter beginning of the same before its extension.
/// </remarks>
public static class WindowsName
{
    /// <summary>Longest name in UTF-16 units (NTFS).</summary>
    public const int MaxLength = 255;

    private const char Mark = '%';
    private const char LongMark = '~';
    private const char CaseMark = '=';

    // Between the beginning and the extension of a name that is too long: 128 bits are enough against collisions on
    // purpose, too.
    private const int HashBytes = 16;

    // Before the extension of a name that differs in case only from one that is there: who makes two of them alike is
    // told that the name exists.
    private const int CaseHashBytes = 8;

    // Longer ones are no extension but a part of the name (arbitrary).
    private const int MaxExtension = 16;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789ABCDEF");
    private static readonly SearchValues<char> Illegal = SearchValues.Create("<>:\"/\\|?*\u007f");

    private static readonly SearchValues<string> Devices = SearchValues.Create(
        [
            "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
            .. "0123456789\u00b9\u00b2\u00b3".SelectMany(static c => (string[])[$"COM{c}", $"LPT{c}"]),
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>The name for Windows.</summary>
    /// <param name="name">One part of a path, any bytes but NUL; not empty, <c>.</c> or <c>..</c>.</param>
    /// <exception cref="ArgumentException">Empty, or the name of a folder itself or of the one above it.</exception>
    public static string From(ReadOnlySpan<byte> name)
    {
        if (name is [] or [(byte)'.'] or [(byte)'.', (byte)'.'])
        {
            throw new ArgumentException("a name of its own is needed", nameof(name));
        }

        StringBuilder text = new(name.Length);
        for (ReadOnlySpan<byte> rest = name; !rest.IsEmpty;)
        {
            bool isText = Rune.DecodeFromUtf8(rest, out Rune rune, out int length) == OperationStatus.Done;
            if (isText && rune.Value == Mark)
            {
                Append(text, rest[..1], IsMark(rest[1..]));
            }
            else
            {
                Append(text, rest[..length], !isText || !CanHold(rune));
            }

            rest = rest[length..];
        }

        if (text[^1] is '.' or ' ')
        {
            string last = Escape((byte)text[^1]);
            _ = text.Remove(text.Length - 1, 1).Append(last);
        }

        if (IsDevice(text.ToString()))
        {
            string first = Escape((byte)text[0]);
            _ = text.Remove(0, 1).Insert(0, first);
        }

        return text.Length <= MaxLength ? text.ToString() : Shorten(text.ToString(), name);
    }

    /// <summary>The name for Windows beside a file that has the first one in another case.</summary>
    /// <param name="name">As for <see cref="From"/>.</param>
    /// <exception cref="ArgumentException">As there.</exception>
    public static string Besides(ReadOnlySpan<byte> name)
    {
        string text = From(name);
        if (!TryRead(text, out _))
        {
            // It has its own hash.
            return text;
        }

        string hash = Convert.ToHexString(SHA256.HashData(name)[..CaseHashBytes]);
        string extension = ExtensionOf(text);
        return text.Length + 2 + hash.Length <= MaxLength
            ? $"{text[..^extension.Length]}{Mark}{CaseMark}{hash}{extension}"
            : Shorten(text, name);
    }

    /// <summary>The name that <see cref="From"/> or <see cref="Besides"/> was given.</summary>
    /// <returns>False for one that was too long, of which only a part is known.</returns>
    public static bool TryRead(string text, out byte[] name)
    {
        using MemoryStream bytes = new();
        for (int i = 0; i < text.Length;)
        {
            if (text[i] == Mark && i + 1 < text.Length && text[i + 1] == LongMark)
            {
                name = [];
                return false;
            }

            if (IsCaseMark(text.AsSpan(i)))
            {
                i += 2 + (2 * CaseHashBytes);
                continue;
            }

            if (text[i] == Mark && i + 2 < text.Length && IsHex(text[i + 1]) && IsHex(text[i + 2]))
            {
                bytes.WriteByte(byte.Parse(
                    text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 3;
                continue;
            }

            int length = char.IsSurrogatePair(text, i) ? 2 : 1;
            bytes.Write(Encoding.UTF8.GetBytes(text.Substring(i, length)));
            i += length;
        }

        name = bytes.ToArray();
        return true;
    }

    private static string Shorten(string text, ReadOnlySpan<byte> name)
    {
        string hash = Convert.ToHexString(SHA256.HashData(name)[..HashBytes]);
        string extension = ExtensionOf(text);
        int keep = MaxLength - 2 - hash.Length - extension.Length;

        // Neither half a character nor a mark without its end.
        int mark = text.LastIndexOf(Mark, keep - 1, 2);
        keep = mark >= 0 ? mark : char.IsHighSurrogate(text[keep - 1]) ? keep - 1 : keep;
        return $"{text[..keep]}{Mark}{LongMark}{hash}{extension}";
    }

    private static string ExtensionOf(string text)
    {
        int dot = text.LastIndexOf('.');
        return dot > 0 && text.Length - dot <= MaxExtension ? text[dot..] : "";
    }

    private static bool IsCaseMark(ReadOnlySpan<char> text) =>
        text.Length >= 2 + (2 * CaseHashBytes) && text[0] == Mark && text[1] == CaseMark
        && !text.Slice(2, 2 * CaseHashBytes).ContainsAnyExcept(HexDigits);

    private static void Append(StringBuilder text, ReadOnlySpan<byte> bytes, bool escape)
    {
        if (!escape)
        {
            _ = text.Append(Encoding.UTF8.GetString(bytes));
            return;
        }

        foreach (byte b in bytes)
        {
            _ = text.Append(Escape(b));
        }
    }

    private static string Escape(byte b) => string.Create(CultureInfo.InvariantCulture, $"{Mark}{b:X2}");

    // Whether a percent sign with these bytes behind it would be read as a mark.
    private static bool IsMark(ReadOnlySpan<byte> rest) =>
        rest is [(byte)LongMark or (byte)CaseMark, ..]
        || (rest.Length >= 2 && IsHex((char)rest[0]) && IsHex((char)rest[1]));

    private static bool IsHex(char c) => c is (>= '0' and <= '9') or (>= 'A' and <= 'F');

    private static bool CanHold(Rune rune) =>
        (!rune.IsBmp || !Illegal.Contains((char)rune.Value))
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    // Windows looks at what stands before the first dot, without blanks at its end.
    private static bool IsDevice(string text)
    {
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        return Devices.Contains((dot < 0 ? text : text[..dot]).TrimEnd(' '));
    }
}

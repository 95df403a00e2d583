using System.Text;

namespace PedOS.Tools.Contracts;

/// <summary>
/// Text files that users write: definitions and settings of services, settings. They are UTF-8, with or without a mark
/// (Notepad, PowerShell 7), or UTF-16 with one, of either byte order (Windows PowerShell 5.1).
/// </summary>
public static class UserText
{
    /// <summary>What a reader says of bytes that are no UTF-8.</summary>
    public const string NotUtf8 =
        "the file is neither UTF-8 nor UTF-16 with a mark, perhaps it is ANSI (a code page of Windows); " + Wanted;

    private const string Wanted = "save it as UTF-8";

    private static readonly byte[] Utf8Mark = [0xEF, 0xBB, 0xBF];
    private static readonly byte[] LittleMark = [0xFF, 0xFE];
    private static readonly byte[] BigMark = [0xFE, 0xFF];
    private static readonly byte[][] Utf32Marks = [[0xFF, 0xFE, 0, 0], [0, 0, 0xFE, 0xFF]];

    private static readonly UTF8Encoding StrictUtf8 = new(false, true);
    private static readonly UnicodeEncoding LittleUtf16 = new(bigEndian: false, byteOrderMark: false, true);
    private static readonly UnicodeEncoding BigUtf16 = new(bigEndian: true, byteOrderMark: false, true);

    /// <summary>The text of a file.</summary>
    /// <param name="content">All of its bytes.</param>
    /// <exception cref="FormatException">It is in another encoding; the message says in which.</exception>
    public static string Read(byte[] content)
    {
        byte[] utf8 = ToUtf8(content);
        try
        {
            return StrictUtf8.GetString(utf8);
        }
        catch (DecoderFallbackException e)
        {
            throw new FormatException(NotUtf8, e);
        }
    }

    /// <summary>
    /// The bytes of a file as UTF-8 without a mark. What has no mark is as it was, and not looked at any further: a
    /// comment may be in any encoding.
    /// </summary>
    /// <param name="content">All of its bytes.</param>
    /// <exception cref="FormatException">It is in another encoding; the message says in which.</exception>
    public static byte[] ToUtf8(byte[] content)
    {
        if (Utf32Marks.Any(mark => StartsWith(content, mark)))
        {
            throw new FormatException($"the file is UTF-32; {Wanted}");
        }

        if (StartsWith(content, LittleMark) || StartsWith(content, BigMark))
        {
            try
            {
                UnicodeEncoding encoding = StartsWith(content, LittleMark) ? LittleUtf16 : BigUtf16;
                string text = encoding.GetString(content, LittleMark.Length, content.Length - LittleMark.Length);
                return StrictUtf8.GetBytes(text);
            }
            catch (DecoderFallbackException e)
            {
                throw new FormatException($"the file begins as UTF-16 and is damaged; {Wanted}", e);
            }
        }

        byte[] bytes = StartsWith(content, Utf8Mark) ? [.. content.Skip(Utf8Mark.Length)] : content;
        return bytes.Length > 1 && (bytes[0] == 0) != (bytes[1] == 0)
            ? throw new FormatException($"the file seems to be UTF-16 without a mark; {Wanted}")
            : bytes;
    }

    private static bool StartsWith(byte[] content, byte[] mark) =>
        content.Length >= mark.Length && mark.SequenceEqual(content.Take(mark.Length));
}

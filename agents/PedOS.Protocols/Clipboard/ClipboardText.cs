using System.Text;

namespace PedOS.Protocols.Clipboard;

/// <summary>
/// Text of the clipboard as it travels between machines: UTF-8, lines end with LF, no NUL. Windows keeps it as UTF-16
/// whose lines end with CR LF.
/// </summary>
public static class ClipboardText
{
    /// <summary>
    /// Longest text between machines, in bytes (the clipboard's limit in version 1.8 of the GUI protocol). dom0 may
    /// have set less for a machine; then it drops what is longer and says so itself.
    /// </summary>
    public const int MaxLength = 256_000;

    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    /// <summary>Reads a text from another machine.</summary>
    /// <param name="sent">Its bytes; NULs at the end, which some programs count, are left out.</param>
    /// <param name="text">The text for Windows, at most twice as many characters; empty when it is refused.</param>
    /// <param name="problem">Why it is refused, without its content; else empty.</param>
    /// <returns>False when it is empty, too long, not UTF-8, or goes on after a NUL.</returns>
    public static bool TryRead(ReadOnlySpan<byte> sent, out string text, out string problem)
    {
        (text, problem) = (string.Empty, string.Empty);
        ReadOnlySpan<byte> bytes = sent.TrimEnd((byte)0);
        if (sent.Length > MaxLength)
        {
            problem = $"the text has more than {MaxLength} bytes";
        }
        else if (bytes.IsEmpty)
        {
            problem = "there is no text";
        }
        else if (bytes.Contains((byte)0))
        {
            problem = "the text goes on after a NUL";
        }
        else
        {
            try
            {
                text = WithLineFeeds(StrictUtf8.GetString(bytes)).Replace("\n", "\r\n", StringComparison.Ordinal);
            }
            catch (DecoderFallbackException)
            {
                problem = "the text is not UTF-8";
            }
        }

        return problem.Length == 0;
    }

    /// <summary>Makes the bytes for another machine.</summary>
    /// <param name="text">
    /// The text of Windows, up to its end or its first NUL; halves of a surrogate pair become U+FFFD.
    /// </param>
    /// <param name="sent">The bytes; empty when it is refused.</param>
    /// <param name="problem">Why it is refused, without its content; else empty.</param>
    /// <returns>False when it is empty or too long.</returns>
    public static bool TryWrite(ReadOnlySpan<char> text, out byte[] sent, out string problem)
    {
        (sent, problem) = ([], string.Empty);
        int end = text.IndexOf('\0');
        text = end < 0 ? text : text[..end];
        if (text.IsEmpty)
        {
            problem = "there is no text";
            return false;
        }

        // A character takes at least a byte, and at most one of the two that end a line is dropped.
        byte[] bytes = text.Length > 2 * MaxLength ? [] : Encoding.UTF8.GetBytes(WithLineFeeds(text.ToString()));
        if (bytes.Length is 0 or > MaxLength)
        {
            problem = $"the text has more than {MaxLength} bytes";
            return false;
        }

        sent = bytes;
        return true;
    }

    private static string WithLineFeeds(string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
}

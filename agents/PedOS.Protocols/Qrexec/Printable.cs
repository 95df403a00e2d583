namespace PedOS.Protocols.Qrexec;

/// <summary>Makes bytes from another machine safe to show to a person.</summary>
public static class Printable
{
    /// <summary>Longest text that <see cref="Text"/> returns (arbitrary: one log line).</summary>
    public const int MaxText = 256;

    /// <summary>
    /// Replaces every byte that could steer a terminal by <c>_</c>, in place. Kept are 0x20..0x7e, tab, newline,
    /// carriage return, backspace and bell, as the original keeps them.
    /// </summary>
    public static void Filter(Span<byte> bytes)
    {
        foreach (ref byte b in bytes)
        {
            if (b is not ((>= 0x20 and <= 0x7e) or (byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\b' or (byte)'\a'))
            {
                b = (byte)'_';
            }
        }
    }

    /// <summary>
    /// Text for a log line: printable ASCII, everything else as <c>_</c>, cut at <see cref="MaxText"/>.
    /// </summary>
    public static string Text(ReadOnlySpan<byte> bytes)
    {
        bool cut = bytes.Length > MaxText;
        ReadOnlySpan<byte> shown = cut ? bytes[..MaxText] : bytes;
        Span<char> chars = stackalloc char[shown.Length];
        for (int i = 0; i < shown.Length; i++)
        {
            chars[i] = shown[i] is >= 0x20 and <= 0x7e ? (char)shown[i] : '_';
        }

        return cut ? string.Concat(chars, "...") : new string(chars);
    }
}

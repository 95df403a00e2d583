using System.Text;
using PedOS.Protocols.Clipboard;

namespace PedOS.Fuzz.Targets;

/// <summary>Texts of the clipboard.</summary>
internal static class ClipboardTarget
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        string loose = Encoding.UTF8.GetString(input.TrimEnd((byte)0));
        bool isRead = ClipboardText.TryRead(input, out string text, out string problem);
        Check.Same(isRead, problem.Length == 0);
        Check.Same(isRead, text.Length > 0);
        if (isRead)
        {
            // What was taken is the text that was sent, and goes on to the next machine as it came.
            Check.Same(Lines(loose), Lines(text));
            string withoutLines = text.Replace("\r\n", string.Empty, StringComparison.Ordinal);
            Check.Same(false, withoutLines.AsSpan().ContainsAny("\r\n\0"));
            Check.Same(true, ClipboardText.TryWrite(text, out byte[] sent, out _));
            Check.Same(Lines(loose), Encoding.UTF8.GetString(sent));
        }

        if (ClipboardText.TryWrite(loose, out byte[] written, out _))
        {
            Check.Same(true, ClipboardText.TryRead(written, out _, out _));
        }
    }

    private static string Lines(string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
}

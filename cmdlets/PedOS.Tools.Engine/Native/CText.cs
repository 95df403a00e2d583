using System.Text;

namespace PedOS.Tools.Engine.Native;

/// <summary>Text as the C library takes it.</summary>
internal static class CText
{
    private static readonly UTF8Encoding Strict =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>UTF-8 with a terminator.</summary>
    /// <exception cref="EncoderFallbackException">The text has half of a surrogate pair.</exception>
    public static byte[] Utf8(string text)
    {
        byte[] bytes = new byte[Strict.GetByteCount(text) + 1];
        _ = Strict.GetBytes(text, 0, text.Length, bytes, 0);
        return bytes;
    }
}

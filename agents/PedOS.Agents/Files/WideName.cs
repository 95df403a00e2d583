using System.Buffers;
using System.Text;

namespace PedOS.Agents.Files;

/// <summary>
/// Names of Windows as bytes and back, halves of surrogate pairs included: Windows has such names, and UTF-8 has not.
/// Those are three bytes each, as other halves of the plane would be.
/// </summary>
public static class WideName
{
    private const int SurrogateLength = 3;

    /// <summary>The bytes; UTF-8 unless there are halves.</summary>
    public static byte[] ToBytes(ReadOnlySpan<char> text)
    {
        byte[] bytes = new byte[text.Length * SurrogateLength];
        int length = 0;
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out Rune rune, out int used) == OperationStatus.Done)
            {
                length += rune.EncodeToUtf8(bytes.AsSpan(length));
            }
            else
            {
                used = 1;
                bytes[length++] = (byte)(0xE0 | (text[0] >> 12));
                bytes[length++] = (byte)(0x80 | ((text[0] >> 6) & 0x3F));
                bytes[length++] = (byte)(0x80 | (text[0] & 0x3F));
            }

            text = text[used..];
        }

        return bytes[..length];
    }

    /// <summary>The name again.</summary>
    /// <param name="bytes">What <see cref="ToBytes"/> made; of other bytes, each that is no text is U+FFFD.</param>
    public static string ToText(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out Rune rune, out int used) == OperationStatus.Done)
            {
                _ = text.Append(rune.ToString());
            }
            else if (bytes is [0xED, >= 0xA0 and <= 0xBF, >= 0x80 and <= 0xBF, ..])
            {
                used = SurrogateLength;
                _ = text.Append((char)(0xD000 | ((bytes[1] & 0x3F) << 6) | (bytes[2] & 0x3F)));
            }
            else
            {
                _ = text.Append(Rune.ReplacementChar.ToString());
            }

            bytes = bytes[used..];
        }

        return text.ToString();
    }
}

using System.Text;

namespace PedOS.Fuzz.Targets;

/// <summary>Readings that share no code with the parsers.</summary>
internal static class Slow
{
    public static uint U32(ReadOnlySpan<byte> bytes, int at) =>
        bytes[at] + (bytes[at + 1] * 256u) + (bytes[at + 2] * 65536u) + (bytes[at + 3] * 16777216u);

    /// <summary>Whether the bytes are UTF-8 with nothing to replace.</summary>
    public static bool IsUtf8(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out _, out int length) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            bytes = bytes[length..];
        }

        return true;
    }

    /// <summary>The bytes up to the first NUL, or all.</summary>
    public static byte[] UpToNul(ReadOnlySpan<byte> bytes)
    {
        List<byte> taken = [];
        foreach (byte b in bytes)
        {
            if (b == 0)
            {
                break;
            }

            taken.Add(b);
        }

        return [.. taken];
    }

    /// <summary>One character for each byte.</summary>
    public static string Latin(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    /// <summary>Whether the platform's own reader takes a text as JSON.</summary>
    public static bool IsJson(string text)
    {
        try
        {
            using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(text);
            return true;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}

using System.Text;

namespace PedOS.DatabaseCommand;

/// <summary>Values as they are printed: by whom they were written is not known.</summary>
internal static class ValueText
{
    /// <summary>The bytes to print; what could steer a terminal, or is not ASCII, as <c>\xHH</c>.</summary>
    /// <param name="value">The value.</param>
    /// <param name="raw">As it is.</param>
    public static byte[] Of(ReadOnlySpan<byte> value, bool raw)
    {
        if (raw || !value.ContainsAnyExceptInRange((byte)0x20, (byte)0x7f))
        {
            return value.ToArray();
        }

        StringBuilder text = new();
        foreach (byte b in value)
        {
            _ = b is >= 0x20 and <= 0x7f ? text.Append((char)b) : text.Append("\\x").Append(Hex(b >> 4)).Append(Hex(b));
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static char Hex(int digit) => "0123456789abcdef"[digit & 15];
}

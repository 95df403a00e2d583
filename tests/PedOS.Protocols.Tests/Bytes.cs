using System.Text;

namespace PedOS.Protocols.Tests;

/// <summary>Bytes as a test wants to write them.</summary>
internal static class Bytes
{
    /// <summary>Hex digits, blanks between them allowed.</summary>
    public static byte[] Hex(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Little-endian u32 values, one after the other.</summary>
    public static byte[] U32(params uint[] values) =>
        [.. values.SelectMany(v => new[] { (byte)v, (byte)(v >> 8), (byte)(v >> 16), (byte)(v >> 24) })];

    /// <summary>Text and zeros up to <paramref name="size"/>.</summary>
    public static byte[] Field(string text, int size)
    {
        byte[] field = new byte[size];
        Utf8(text).CopyTo(field, 0);
        return field;
    }

    /// <summary>A message: type, length of the body, body.</summary>
    public static byte[] Frame(uint type, params byte[][] body)
    {
        byte[] whole = [.. body.SelectMany(b => b)];
        return [.. U32(type, (uint)whole.Length), .. whole];
    }
}

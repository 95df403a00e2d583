using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace PedOS.Engine.Tests.Images;

/// <summary>Writes a binary security descriptor as SDDL, independently of the code under test.</summary>
public static class SecurityText
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["S-1-5-18"] = "SY",
        ["S-1-5-32-544"] = "BA",
        ["S-1-5-32-545"] = "BU",
        ["S-1-3-0"] = "CO",
    };

    private static readonly (int Bit, string Text)[] Flags =
        [(1, "OI"), (2, "CI"), (4, "NP"), (8, "IO"), (16, "ID")];

    public static string Of(byte[] bytes)
    {
        ReadOnlySpan<byte> descriptor = bytes;
        ushort control = BinaryPrimitives.ReadUInt16LittleEndian(descriptor[2..]);
        StringBuilder text = new();
        text.Append("O:").Append(Sid(descriptor[Number(descriptor, 4)..]));
        text.Append("G:").Append(Sid(descriptor[Number(descriptor, 8)..]));
        text.Append("D:").Append((control & 0x1000) != 0 ? "P" : "").Append((control & 0x0400) != 0 ? "AI" : "");
        ReadOnlySpan<byte> list = descriptor[Number(descriptor, 16)..];
        int at = 8;
        for (int i = BinaryPrimitives.ReadUInt16LittleEndian(list[4..]); i > 0; i--)
        {
            ReadOnlySpan<byte> entry = list[at..];
            byte bits = entry[1];
            string flags = string.Concat(Flags.Where(flag => (bits & flag.Bit) != 0).Select(static flag => flag.Text));
            text.Append(
                CultureInfo.InvariantCulture,
                $"({(entry[0] == 0 ? 'A' : 'D')};{flags};0x{Number(entry, 4):x};;;{Sid(entry[8..])})");
            at += BinaryPrimitives.ReadUInt16LittleEndian(entry[2..]);
        }

        return text.ToString();
    }

    private static int Number(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);

    private static string Sid(ReadOnlySpan<byte> sid)
    {
        StringBuilder text = new("S-1-");
        text.Append(CultureInfo.InvariantCulture, $"{sid[7]}");
        for (int i = 0; i < sid[1]; i++)
        {
            uint part = BinaryPrimitives.ReadUInt32LittleEndian(sid[(8 + (4 * i))..]);
            text.Append(CultureInfo.InvariantCulture, $"-{part}");
        }

        return Known.GetValueOrDefault(text.ToString(), text.ToString());
    }
}

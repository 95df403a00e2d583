using System.Text;

namespace PedOS.TestKit.Dom0;

/// <summary>A call that a program of the guest asked for, as dom0 sees it.</summary>
/// <param name="Source">Source field; empty unless a relay names one (only protocol 4 has it).</param>
/// <param name="Target">Target name or keyword.</param>
/// <param name="Service"><c>NAME</c> or <c>NAME+ARGUMENT</c>.</param>
/// <param name="Ident">The 32 bytes the answer must carry.</param>
public sealed record ServiceRequest(string Source, string Target, string Service, ReadOnlyMemory<byte> Ident)
{
    /// <summary>Longest descriptor, NUL included.</summary>
    private const int MaxService = 65000;

    /// <summary>Reads a trigger message the way the daemon does, rule by rule of its own.</summary>
    /// <param name="type">Type of the message.</param>
    /// <param name="version">Version settled on the control channel.</param>
    /// <param name="body">Its body.</param>
    /// <exception cref="InvalidDataException">The daemon would exit or refuse.</exception>
    public static ServiceRequest Read(uint type, uint version, ReadOnlySpan<byte> body)
    {
        uint expected = version switch { 2 => 0x210, 3 => 0x212, _ => 0x213 };
        if (type != expected)
        {
            throw new InvalidDataException($"trigger 0x{type:x} with protocol {version}");
        }

        return version == 2 ? Read2(body) : Read34(version == 3 ? 0 : 64, body);
    }

    private static ServiceRequest Read2(ReadOnlySpan<byte> body)
    {
        if (body.Length != 128)
        {
            throw new InvalidDataException($"TRIGGER_SERVICE of {body.Length} bytes");
        }

        return new ServiceRequest(
            string.Empty, Name(body.Slice(64, 32)), Descriptor(Field(body[..64])), Checked(body.Slice(96, 32)));
    }

    private static ServiceRequest Read34(int sourceSize, ReadOnlySpan<byte> body)
    {
        int fixedSize = sourceSize + 96;
        if (body.Length <= fixedSize || body.Length > fixedSize + MaxService || body[^1] != 0)
        {
            throw new InvalidDataException($"trigger of {body.Length} bytes, or without NUL at its end");
        }

        return new ServiceRequest(
            sourceSize == 0 ? string.Empty : Name(body[..64]),
            Name(body.Slice(sourceSize, 64)),
            Descriptor(body[fixedSize..^1]),
            Checked(body.Slice(sourceSize + 64, 32)));
    }

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return end < 0 ? throw new InvalidDataException("a name field without NUL") : field[..end];
    }

    private static string Name(ReadOnlySpan<byte> field) => Replaced(Field(field), "_-.@:");

    private static string Descriptor(ReadOnlySpan<byte> name) =>
        name.IsEmpty || name[0] == '+' || name.Contains((byte)0)
        ? throw new InvalidDataException("an empty service name, or a NUL within it")
        : Replaced(name, "_-.+");

    private static string Replaced(ReadOnlySpan<byte> bytes, string punctuation)
    {
        StringBuilder text = new(bytes.Length);
        foreach (byte b in bytes)
        {
            bool kept = char.IsAsciiLetterOrDigit((char)b) || punctuation.Contains((char)b, StringComparison.Ordinal);
            _ = text.Append(kept ? (char)b : '_');
        }

        return text.ToString();
    }

    private static byte[] Checked(ReadOnlySpan<byte> ident)
    {
        int end = ident.IndexOf((byte)0);
        bool ok = end > 0 && !ident[end..].ContainsAnyExcept((byte)0);
        foreach (byte b in end > 0 ? ident[..end] : [])
        {
            ok &= char.IsAsciiLetterOrDigit((char)b) || "_-. ".Contains((char)b, StringComparison.Ordinal);
        }

        return ok ? ident.ToArray() : throw new InvalidDataException($"bad ident {Convert.ToHexString(ident)}");
    }
}

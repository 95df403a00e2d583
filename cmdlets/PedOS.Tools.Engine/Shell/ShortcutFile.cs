using System.Text;

namespace PedOS.Tools.Engine.Shell;

/// <summary>
/// A shell link (MS-SHLLINK 2.1): header, name, arguments, and the target as an environment block, which the shell
/// resolves without an item list. Composed here because the shell's own interface only works in a running Windows,
/// and because the same link has the same bytes everywhere.
/// </summary>
/// <param name="target">Program it starts.</param>
/// <param name="arguments">Its arguments.</param>
/// <param name="description">Shown as a tip.</param>
public sealed class ShortcutFile(string target, string arguments, string description)
{
    /// <summary>UTF-16 units of a target, terminator included: the block has room for no more.</summary>
    public const int MaxTarget = 260;

    private const uint HasName = 0x4;
    private const uint HasArguments = 0x20;
    private const uint IsUnicode = 0x80;
    private const uint ForceNoLinkInfo = 0x100;
    private const uint HasExpString = 0x200;
    private const uint ShowNormal = 1;
    private const uint EnvironmentBlockSize = 0x314;
    private const uint EnvironmentBlockSignature = 0xA0000001;

    // {00021401-0000-0000-C000-000000000046}
    private static readonly byte[] ClassId = [1, 20, 2, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46];

    /// <summary>The bytes of the file.</summary>
    /// <exception cref="ArgumentException">The target is too long.</exception>
    public byte[] ToArray()
    {
        if (target.Length >= MaxTarget)
        {
            throw new ArgumentException("the target of a shortcut is too long", nameof(target));
        }

        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream, Encoding.Unicode);
        writer.Write(0x4Cu);
        writer.Write(ClassId);
        writer.Write(HasName | HasArguments | IsUnicode | ForceNoLinkInfo | HasExpString);
        writer.Write(new byte[36]); // attributes, three times, size and icon: the shell finds them out
        writer.Write(ShowNormal);
        writer.Write(new byte[12]); // no hot key
        WriteText(writer, description);
        WriteText(writer, arguments);
        writer.Write(EnvironmentBlockSize);
        writer.Write(EnvironmentBlockSignature);
        writer.Write(Padded(Encoding.ASCII.GetBytes(target), MaxTarget));
        writer.Write(Padded(Encoding.Unicode.GetBytes(target), 2 * MaxTarget));
        writer.Write(0u);
        writer.Flush();
        return stream.ToArray();
    }

    private static void WriteText(BinaryWriter writer, string text)
    {
        writer.Write((ushort)text.Length);
        writer.Write(Encoding.Unicode.GetBytes(text));
    }

    private static byte[] Padded(byte[] bytes, int length)
    {
        byte[] padded = new byte[length];
        bytes.CopyTo(padded, 0);
        return padded;
    }
}

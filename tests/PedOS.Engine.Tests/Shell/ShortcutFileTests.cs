using System.Buffers.Binary;
using System.Text;
using PedOS.Tools.Engine.Shell;
using Xunit;

namespace PedOS.Engine.Tests.Shell;

public sealed class ShortcutFileTests
{
    [Fact]
    public void ToArray_GivesTheBytesOfTheSpecification()
    {
        byte[] link = new ShortcutFile(@"C:\Windows\notepad.exe", "-a \"ü\"", "日本語").ToArray();

        // MS-SHLLINK 2.1: size of the header and the class; then the flags.
        Assert.Equal("4C0000000114020000000000C000000000000046", Convert.ToHexString(link, 0, 20));
        Assert.Equal(0x3A4u, BinaryPrimitives.ReadUInt32LittleEndian(link.AsSpan(20)));
        int at = 0x4C;
        Assert.Equal("日本語", Text(link, ref at));
        Assert.Equal("-a \"ü\"", Text(link, ref at));
        Assert.Equal(0x314u, BinaryPrimitives.ReadUInt32LittleEndian(link.AsSpan(at)));
        Assert.Equal(0xA0000001u, BinaryPrimitives.ReadUInt32LittleEndian(link.AsSpan(at + 4)));
        string target = Encoding.Unicode.GetString(link, at + 8 + 260, 520).TrimEnd('\0');
        Assert.Equal(@"C:\Windows\notepad.exe", target);
        Assert.Equal(at + 0x314 + 4, link.Length);
    }

    [Fact]
    public void ToArray_RefusesATargetThatHasNoRoom()
    {
        Assert.NotEmpty(new ShortcutFile(new string('a', ShortcutFile.MaxTarget - 1), "", "").ToArray());
        Assert.Throws<ArgumentException>(() =>
            new ShortcutFile(new string('a', ShortcutFile.MaxTarget), "", "").ToArray());
    }

    private static string Text(byte[] link, ref int at)
    {
        int length = BinaryPrimitives.ReadUInt16LittleEndian(link.AsSpan(at));
        string text = Encoding.Unicode.GetString(link, at + 2, 2 * length);
        at += 2 + (2 * length);
        return text;
    }
}

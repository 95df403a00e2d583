using System.Buffers.Binary;
using System.Text;
using PedOS.Engine.Tests.Operations;
using PedOS.TestKit.Programs;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Shell;
using Xunit;

namespace PedOS.Engine.Tests.Shell;

public sealed class ShortcutFileTests
{
    /// <summary>
    /// Rule of Windows: under the policy of a client, Restricted, no script file is loaded; a module that has only a
    /// manifest and an assembly is.
    /// </summary>
    [Fact]
    public void ShortcutOfTheProduct_RunsNoScript()
    {
        using EngineBench bench = new();
        bench.Install("a-first", ComponentNames.Agent);
        using Stream file = bench.Machine.Files.OpenRead(
            @"C:\ProgramData\Microsoft\Windows\Start Menu\Programs\PedOS Tools.lnk");
        using MemoryStream copy = new();
        file.CopyTo(copy);
        byte[] link = copy.ToArray();
        int arguments = 0x4C + 2 + (2 * BitConverter.ToUInt16(link, 0x4C));
        string text = Encoding.Unicode.GetString(link, arguments + 2, 2 * BitConverter.ToUInt16(link, arguments));

        string[] words = text.Split([' ', '"', ';'], StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["-NoExit", "-Command", "Import-Module", "PedOSTools", "Get-PedOSTools"], words);
        string manifest = File.ReadAllText(Path.Join(ProgramsPlace.FindRepositoryRoot(), "PedOSTools.psd1"));
        Assert.Contains($"'{words[^1]}'", manifest, StringComparison.Ordinal);
        Assert.Contains("RootModule             = 'PedOS.Tools.Cmdlets.dll'", manifest, StringComparison.Ordinal);
    }

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

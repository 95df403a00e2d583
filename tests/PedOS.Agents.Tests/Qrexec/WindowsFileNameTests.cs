using System.Runtime.Versioning;
using PedOS.Agents.Windows.Qrexec;
using Xunit;

namespace PedOS.Agents.Tests.Qrexec;

[SupportedOSPlatform("windows")]
public sealed class WindowsFileNameTests
{
    [Theory]
    [InlineData("qubes.Filecopy")]
    [InlineData("qubes.VMExec+ls+-C3-BC")]
    [InlineData("qubes.Größe+日本")]
    [InlineData("CONSOLE")]
    [InlineData("COM10")]
    [InlineData("my.CON")]
    [InlineData(".hidden")]
    public void IsUsable_TakesNamesThatFilesHave(string name) => Assert.True(WindowsFileName.IsUsable(name));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("..\\..\\Windows\\System32\\cmd.exe")]
    [InlineData("C:x")]
    [InlineData("qubes.Filecopy:stream")]
    [InlineData("qubes.Filecopy::$DATA")]
    [InlineData("a*")]
    [InlineData("a?")]
    [InlineData("a<b")]
    [InlineData("a|b")]
    [InlineData("a\"b")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("qubes.Filecopy.")]
    [InlineData("qubes.Filecopy ")]
    [InlineData("CON")]
    [InlineData("con")]
    [InlineData("nul.txt")]
    [InlineData("NUL .txt")]
    [InlineData("aux.qubes.x")]
    [InlineData("COM1")]
    [InlineData("lpt9.x")]
    [InlineData("COM\u00b9")]
    [InlineData("CONOUT$")]
    public void IsUsable_RefusesWhatWindowsReadsDifferently(string name) =>
        Assert.False(WindowsFileName.IsUsable(name));

    [Fact]
    public void IsUsable_CountsBytes()
    {
        Assert.True(WindowsFileName.IsUsable(new string('a', 255)));
        Assert.False(WindowsFileName.IsUsable(new string('a', 256)));
        Assert.False(WindowsFileName.IsUsable(new string('日', 86)));
    }
}

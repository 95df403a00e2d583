using System.Runtime.Versioning;
using System.Text;
using PedOS.Agents.Windows.Qrexec;
using Xunit;

namespace PedOS.Agents.Tests.Qrexec;

[SupportedOSPlatform("windows")]
public sealed class ServiceDefinitionTests
{
    [Theory]
    [InlineData("tool.exe", "tool.exe", "")]
    [InlineData("tool.exe a \"b c\"\r\nsecond line", "tool.exe", "a \"b c\"")]
    [InlineData("  \"C:\\my tools\\t.exe\"  %1 ", "C:\\my tools\\t.exe", "%1")]
    [InlineData("\uFEFFtool.exe x", "tool.exe", "x")]
    [InlineData("Größe\\日本.cmd", "Größe\\日本.cmd", "")]
    public void Read_TakesTheFirstLine(string content, string handler, string arguments)
    {
        ServiceDefinition definition = ServiceDefinition.Read(Encoding.UTF8.GetBytes(content));
        Assert.Equal(handler, definition.Handler);
        Assert.Equal(arguments, definition.RawArguments);
        Assert.False(definition.IsTcp);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \r\n")]
    [InlineData("\ntool.exe")]
    [InlineData("\"\" x")]
    [InlineData("tool.exe \0x")]
    public void Read_Refuses_WhatNamesNoProgram(string content) =>
        Assert.Throws<FormatException>(() => ServiceDefinition.Read(Encoding.UTF8.GetBytes(content)));

    [Fact]
    public void Read_Refuses_WhatIsNoTextOrTooLong()
    {
        _ = Assert.Throws<FormatException>(() => ServiceDefinition.Read([0xff, 0x41, 0xfe, 0x00]));
        byte[] longest = Encoding.UTF8.GetBytes(new string('a', 32767));
        Assert.Equal(32767, ServiceDefinition.Read(longest).Handler.Length);
        _ = Assert.Throws<FormatException>(() => ServiceDefinition.Read([.. longest, (byte)'a']));
    }

    [Theory]
    [InlineData("/dev/tcp", true)]
    [InlineData("/dev/tcp/127.0.0.1/80\r\n", true)]
    [InlineData("/dev/tcpx", false)]
    public void IsTcp_KnowsTheForm(string content, bool expected) =>
        Assert.Equal(expected, ServiceDefinition.Read(Encoding.UTF8.GetBytes(content)).IsTcp);

    [Theory]
    [InlineData("t.exe %1", "a b", "a b")]
    [InlineData("t.exe \"%1\"", "a\" \"b", "a\" \"b")]
    [InlineData("t.exe --name=%1 x", "a b\" c", "--name=a b\" c|x")]
    [InlineData("t.exe %1 %1", "%1", "%1|%1")]
    [InlineData("t.exe x %1", "", "x")]
    [InlineData("t.exe x %1", null, "x")]
    [InlineData("t.exe x --name=%1", null, "x|--name=")]
    [InlineData("t.exe x y", "unused", "x|y")]
    [InlineData("t.exe %2", "a", "%2")]
    public void Arguments_PutsTheArgumentInOnePiece(string line, string? argument, string expected) => Assert.Equal(
        expected.Split('|'), ServiceDefinition.Read(Encoding.UTF8.GetBytes(line)).Arguments(argument));
}

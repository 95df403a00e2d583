using System.Runtime.Versioning;
using PedOS.Agents.Windows.Logging;
using PedOS.Tools.Contracts;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Logging;

[SupportedOSPlatform("windows")]
public sealed class WindowsEventLogTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("100 %", "100 %")]
    [InlineData("%x", "%x")]
    [InlineData("fe80::1%12", "fe80::1% 12")]
    [InlineData("%%5", "% % 5")]
    [InlineData("%1%2", "% 1% 2")]
    [InlineData("", "")]
    [InlineData("%", "%")]
    public void Escape_LeavesNothingToInsert(string text, string expected) =>
        Assert.Equal(expected, WindowsEventLog.Escape(text));

    [Fact]
    public void Escape_KeepsToTheLongestString()
    {
        Assert.Equal(31838, WindowsEventLog.Escape(new string('x', 100000)).Length);
        Assert.Equal(31839, WindowsEventLog.Escape(string.Concat(Enumerable.Repeat("%1", 50000))).Length);
    }

    [Fact]
    public void Report_Works_AgainAfterDispose()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "there is an event log on Windows only");
        using WindowsEventLog log = new("pedos-test");
        log.Report(LogLevel.Error, "Prüfung 記録 %1");
        log.Dispose();
        log.Report(LogLevel.Warning, string.Empty);
    }
}

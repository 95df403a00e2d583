using PedOS.Tools.Contracts;
using PedOS.Tools.Engine.Logs;
using Xunit;

namespace PedOS.Engine.Tests.Logs;

public sealed class LogLineReaderTests
{
    private static readonly LogFileLabel Label =
        LogFileLabel.TryRead("qrexec-agent-20261121-223000-4711_2.log", "qrexec-agent")!;

    [Theory]
    [InlineData('E', LogLevel.Error)]
    [InlineData('W', LogLevel.Warning)]
    [InlineData('I', LogLevel.Info)]
    [InlineData('D', LogLevel.Debug)]
    [InlineData('V', LogLevel.Verbose)]
    public void TryRead_TakesALineApart(char letter, LogLevel level)
    {
        LogRecord? record = LogLineReader.TryRead($"2026-11-21T22:30:00.123Z {letter} Jürgen, Işık: 王 سارة", Label);

        Assert.Equal(
            new LogRecord(
                new DateTime(2026, 11, 21, 22, 30, 0, 123, DateTimeKind.Utc),
                level,
                "qrexec-agent",
                4711,
                "Jürgen, Işık: 王 سارة",
                "qrexec-agent-20261121-223000-4711_2.log"),
            record);
        Assert.Equal(DateTimeKind.Utc, record!.Time.Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-21T22:30:00.123Z I")]
    [InlineData("2026-11-21T22:30:00.123Z X message")]
    [InlineData("2026-11-21T22:30:00.123Z i message")]
    [InlineData("2026-11-21T22:30:00.123Z_I message")]
    [InlineData("2026-11-21T22:30:00.123Z I_message")]
    [InlineData("2026-13-21T22:30:00.123Z I message")]
    [InlineData("2026-11-21T22:30:60.123Z I message")]
    [InlineData("2026-11-21 22:30:00.123Z I message")]
    [InlineData("21:22:30.123Z I the end of a torn line")]
    public void TryRead_RefusesWhatIsNoLine(string line) => Assert.Null(LogLineReader.TryRead(line, Label));

    [Fact]
    public void TryRead_RefusesALineThatIsTooLong()
    {
        string line = "2026-11-21T22:30:00.123Z I ".PadRight(LogLineReader.MaxLine, 'x');

        Assert.Equal(LogLineReader.MaxLine - 27, LogLineReader.TryRead(line, Label)?.Message.Length);
        Assert.Null(LogLineReader.TryRead(line + "x", Label));
    }

    [Theory]
    [InlineData("\u001b]0;owned\u0007 text", "_]0;owned_ text")]
    [InlineData("a\rb\tc\0d\u0085e", "a_b_c_d_e")]
    [InlineData("exe\u202etxt.\u2066x\u2029y", "exe_txt._x_y")]
    public void TryRead_LeavesNothingThatSteersATerminal(string text, string expected) =>
        Assert.Equal(expected, LogLineReader.TryRead("2026-11-21T22:30:00.123Z I " + text, Label)?.Message);

    [Theory]
    [InlineData("qrexec-agent-20261121-223000-4711.log", 1)]
    [InlineData("qrexec-agent-20261121-223000-4711_12.log", 12)]
    public void Label_TellsTheFile(string name, int number)
    {
        LogFileLabel? label = LogFileLabel.TryRead(name, "qrexec-agent");

        Assert.Equal(
            new LogFileLabel(
                name, "qrexec-agent", new DateTime(2026, 11, 21, 22, 30, 0, DateTimeKind.Utc), 4711, number),
            label);
    }

    [Theory]
    [InlineData("qrexec-agent-.log")]
    [InlineData("qrexec-agent-20261121-223000-.log")]
    [InlineData("qrexec-agent-20261121-223000-x.log")]
    [InlineData("qrexec-agent-20261121-223000-1_.log")]
    [InlineData("qrexec-agent-20261121-223000-1_2_3.log")]
    [InlineData("qrexec-agent-20261321-223000-1.log")]
    [InlineData("qrexec-agent-20261121-223000-99999999999.log")]
    [InlineData("qrexec-agent-20261121-223000-+1.log")]
    [InlineData("qrexec-agent-20261121-223000-1.log.bak")]
    [InlineData("qrexec-agent2-20261121-223000-1.log")]
    [InlineData("qrexec-wrapper-20261121-223000-1.log")]
    public void Label_RefusesOtherFiles(string name) => Assert.Null(LogFileLabel.TryRead(name, "qrexec-agent"));
}

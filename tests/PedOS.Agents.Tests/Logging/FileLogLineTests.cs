using System.Globalization;
using System.Text.RegularExpressions;
using PedOS.Agents.Logging;
using PedOS.TestKit.Limits;
using PedOS.Tools.Contracts;
using Xunit;

namespace PedOS.Agents.Tests.Logging;

public sealed class FileLogLineTests
{
    private const int Limit = 20000;

    [PatientFact(Timeout = Limit)]
    public async Task File_HasNameWithProgramTimeAndProcess_AndNoByteOrderMark()
    {
        await using LogFixture fixture = new();
        fixture.Configure();
        fixture.Log.Info("hello");
        await fixture.FlushAsync();

        string file = Assert.Single(LogFixture.Files(fixture.LogDirectory));
        Assert.Equal($"qrexec-agent-20261121-223000-{Environment.ProcessId}.log", Path.GetFileName(file));
        Assert.Equal((byte)'2', LogFixture.ReadBytes(file)[0]);
    }

    [PatientFact(Timeout = Limit)]
    public async Task File_BeginsWithVersionSystemAndProgram()
    {
        await using LogFixture fixture = new();
        fixture.Configure();
        fixture.Log.Info("hello");
        await fixture.FlushAsync();

        string first = LogFixture.Read(LogFixture.Files(fixture.LogDirectory)[0])[0];
        string version = typeof(FileLog).Assembly.GetName().Version!.ToString(3);
        Assert.StartsWith(
            $"2026-11-21T22:30:00.123Z I PedOS Windows Tools {version}, ", first, StringComparison.Ordinal);
        Assert.Contains($"(build {Environment.OSVersion.Version})", first, StringComparison.Ordinal);
        Assert.EndsWith($", qrexec-agent, pid {Environment.ProcessId}", first, StringComparison.Ordinal);
    }

    [PatientTheory(Timeout = Limit)]
    [InlineData(LogLevel.Error, 'E')]
    [InlineData(LogLevel.Warning, 'W')]
    [InlineData(LogLevel.Info, 'I')]
    [InlineData(LogLevel.Debug, 'D')]
    [InlineData(LogLevel.Verbose, 'V')]
    public async Task Line_HasTimeLevelAndText(LogLevel level, char letter)
    {
        await using LogFixture fixture = new();
        fixture.Configure(o => o with { Level = LogLevel.Verbose });
        fixture.Log.Write(level, "Grüße an İstanbul, 東京 und القاهرة");
        await fixture.FlushAsync();

        Assert.Equal(
            [$"2026-11-21T22:30:00.123Z {letter} Grüße an İstanbul, 東京 und القاهرة"],
            LogFixture.Lines(fixture.LogDirectory));
    }

    [PatientTheory(Timeout = Limit)]
    [InlineData("a\nb", "a | b")]
    [InlineData("a\r\nb\rc", "a | b | c")]
    [InlineData("end\r", "end | ")]
    [InlineData("a\u0085b\u2028c\u2029d\ve\ff", "a | b | c | d | e | f")]
    [InlineData("\u001b[31mred\u0007\0\t\u007f\u009b", "_[31mred_____")]
    [InlineData("user\u202egnp.exe\u2066", "user_gnp.exe_")]
    [InlineData("a\n2026-11-21T22:30:00.123Z E forged", "a | 2026-11-21T22:30:00.123Z E forged")]
    public async Task Line_HoldsNothingThatCouldForgeAnother(string message, string expected)
    {
        await using LogFixture fixture = new();
        fixture.Configure();
        fixture.Log.Info(message);
        await fixture.FlushAsync();

        string line = Assert.Single(LogFixture.Lines(fixture.LogDirectory));
        Assert.Equal("2026-11-21T22:30:00.123Z I " + expected, line);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Line_IsValidUtf8_WhenMessageHoldsHalfAPair()
    {
        await using LogFixture fixture = new();
        fixture.Configure();
        fixture.Log.Info("half \ud800 pair");
        await fixture.FlushAsync();

        Assert.EndsWith(
            " I half \ufffd pair", Assert.Single(LogFixture.Lines(fixture.LogDirectory)), StringComparison.Ordinal);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Line_IsCut_WhenMessageIsTooLong()
    {
        await using LogFixture fixture = new();
        fixture.Configure();
        fixture.Log.Info(new string('x', 100000));
        await fixture.FlushAsync();

        Assert.EndsWith(
            "Z I " + new string('x', 4093) + "...",
            LogFixture.Lines(fixture.LogDirectory)[0],
            StringComparison.Ordinal);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Line_HoldsExceptionAndCauses()
    {
        await using LogFixture fixture = new();
        fixture.Configure();
        fixture.Log.Warning("no channel", new IOException("pipe\nbroken", new TimeoutException("late")));
        await fixture.FlushAsync();

        Assert.EndsWith(
            " W no channel: IOException: pipe | broken <- TimeoutException: late",
            Assert.Single(LogFixture.Lines(fixture.LogDirectory)),
            StringComparison.Ordinal);
    }

    [PatientTheory(Timeout = Limit)]
    [InlineData(LogLevel.Error, LogLevel.Info, true)]
    [InlineData(LogLevel.Warning, LogLevel.Info, false)]
    [InlineData(LogLevel.Warning, LogLevel.Debug, true)]
    public async Task Line_HoldsStack_WhenErrorOrDebugging(LogLevel level, LogLevel inForce, bool expected)
    {
        await using LogFixture fixture = new();
        fixture.Configure(o => o with { Level = inForce });
        try
        {
            throw new InvalidOperationException("thrown here");
        }
        catch (InvalidOperationException e)
        {
            fixture.Log.Write(level, "failed", e);
        }

        await fixture.FlushAsync();
        string line = Assert.Single(LogFixture.Lines(fixture.LogDirectory));
        Assert.Equal(expected, line.Contains(nameof(Line_HoldsStack_WhenErrorOrDebugging), StringComparison.Ordinal));
    }

    [PatientFact(Timeout = Limit)]
    public async Task Write_DoesNotThrow_WhenArgumentsAreBad()
    {
        await using LogFixture fixture = new();
        fixture.Configure(o => o with { Level = LogLevel.Verbose });
        fixture.Log.Write(LogLevel.Error, null!);
        fixture.Log.Write(LogLevel.Info, "described badly", new UnspeakableException());
        fixture.Log.Write((LogLevel)99, "no such level");
        fixture.Log.Write((LogLevel)(-1), "no such level either");
        await fixture.FlushAsync();

        string[] lines = LogFixture.Lines(fixture.LogDirectory);
        Assert.Contains(lines, l => l.Contains("described badly: UnspeakableException: ", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("1 messages lost, 1 of them errors", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.EndsWith("no such level", StringComparison.Ordinal));
    }

    [PatientFact(Timeout = Limit)]
    public async Task Lines_AreInTheSameFormat_WhenCultureHasOtherSeparators()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (other.DateTimeFormat.TimeSeparator, other.DateTimeFormat.DateSeparator) = (".", "/");
        (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NegativeSign) = (",", "~");
        CultureInfo.CurrentCulture = other;
        try
        {
            await using LogFixture fixture = new();
            fixture.Configure();
            fixture.Log.Info("hello");
            await fixture.FlushAsync();
            Assert.Matches(
                new Regex(@"^2026-11-21T22:30:00\.123Z I hello$", RegexOptions.CultureInvariant),
                Assert.Single(LogFixture.Lines(fixture.LogDirectory)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private sealed class UnspeakableException : Exception
    {
        public override string Message => throw new InvalidOperationException("no message");
    }
}

using System.Globalization;
using PedOS.Tools.Contracts;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Logs;
using Xunit;

namespace PedOS.Engine.Tests.Logs;

public sealed class LogReaderTests
{
    private const string Agent = "qrexec-agent-20261121-100000-1.log";
    private const string Rotated = "qrexec-agent-20261121-100000-1_2.log";
    private const string Network = "network-setup-20261121-100001-2.log";

    private static readonly DateTime Start = new(2026, 11, 21, 10, 0, 0, DateTimeKind.Utc);

    private readonly MemoryLogFolder _folder = new();

    [Fact]
    public void ReadOn_MergesByTime_AndKeepsTheOrderOfAFile()
    {
        _folder.Write(Agent, Line(1, "a1") + Line(4, "a4") + Line(3, "a3, the clock was set back") + Line(9, "a9"));
        _folder.Write(Network, Line(1, "n1") + Line(2, "n2") + Line(5, "n5"));

        // Of one time: the line of the older file.
        Assert.Equal(
            ["a1", "n1", "n2", "a4", "a3, the clock was set back", "n5", "a9"], Texts(Reader()));
        Assert.Equal(0, _folder.Open);
    }

    [Fact]
    public void ReadOn_ReadsRotatedFilesInTheirOrder()
    {
        // Of one time, and by names the tenth would come before the second.
        _folder.Write("qrexec-agent-20261121-100000-1_10.log", Line(5, "tenth"));
        _folder.Write(Rotated, Line(5, "second"));
        _folder.Write(Agent, Line(5, "first"));

        Assert.Equal(["first", "second", "tenth"], Texts(Reader()));
    }

    [Fact]
    public void ReadOn_HoldsFewFilesOpen_HoweverManyThereAre()
    {
        const int Files = 300;
        for (int i = 0; i < Files; i++)
        {
            string begun = Start.AddMinutes(5 * i).ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
            _folder.Write($"pedos-rpc-{begun}-{i}.log", Line(300 * i, $"call {i}"));
        }

        Assert.Equal(Enumerable.Range(0, Files).Select(static i => $"call {i}"), Texts(Reader()));
        Assert.InRange(_folder.MostOpen, 1, 3);
    }

    [Fact]
    public void ReadOn_TakesLinesThatAreOlderThanTheirFile()
    {
        // What was said before the settings were read is written when they are.
        _folder.Write(Agent, Line(-1, "early") + Line(50, "late"));
        _folder.Write("network-setup-20261121-100020-2.log", Line(5, "early, too"));

        Assert.Equal(["early", "early, too", "late"], Texts(Reader()));
    }

    [Fact]
    public void ReadOn_ReadsEveryLineOnce()
    {
        LogReader reader = Reader();
        _folder.Write(Agent, Line(1, "one") + "2026-11-21T10:00:02.000Z I two, and no e");
        Assert.Equal(["one"], Texts(reader));

        Assert.Empty(Texts(reader));

        _folder.Append(Agent, "nd\r\n" + Line(3, "three"));
        _folder.Write(Network, Line(4, "of a new file"));
        Assert.Equal(["two, and no end", "three", "of a new file"], Texts(reader));
    }

    [Fact]
    public void ReadOn_ReadsNothingTwice_AfterManyLines()
    {
        LogReader reader = Reader();
        _folder.Write(Agent, string.Concat(Enumerable.Range(0, 500).Select(static i => Line(i, "é"))));
        Assert.Equal(500, Texts(reader).Length);

        Assert.Empty(Texts(reader));
    }

    [Fact]
    public void ReadOn_TakesNoEndOfALongLine_ForALine()
    {
        // As much as is read before a line is given up: what follows looks like the begin of one.
        const int GivenUp = 2 * 64 * 1024;
        _folder.Write(Agent, new string('x', GivenUp) + Line(4, "the end of it") + Line(5, "five"));

        Assert.Equal(["five"], Texts(Reader()));
    }

    [Fact]
    public void ReadOn_BeginsAnew_WhenAFileWasCut()
    {
        LogReader reader = Reader();
        _folder.Write(Agent, Line(1, "one") + Line(2, "two"));
        Assert.Equal(2, Texts(reader).Length);

        _folder.Write(Agent, Line(3, "three"));

        Assert.Equal(["three"], Texts(reader));
    }

    [Fact]
    public void ReadOn_PassesOverTornLines()
    {
        _folder.Write(Agent, "00.000Z I torn\n" + Line(1, "one") + "\0\0\0\0\n\n\nplain text\n" + Line(2, "two"));

        Assert.Equal(["one", "two"], Texts(Reader()));
    }

    [Theory]
    [InlineData(40_000)]
    [InlineData(200_000)]
    [InlineData(700_000)]
    public void ReadOn_PassesOverAVeryLongLine_AndGoesOnBehindIt(int length)
    {
        LogReader reader = Reader();
        _folder.Write(Agent, Line(1, "one") + Line(2, new string('x', length)) + Line(3, "three"));
        Assert.Equal(["one", "three"], Texts(reader));

        // One that is still being written is not waited for, and its end is no line either.
        _folder.Append(Agent, new string('y', length));
        Assert.Empty(Texts(reader));
        _folder.Append(Agent, "2026-11-21T10:00:04.000Z I not a line\n" + Line(5, "five"));
        Assert.Equal(["five"], Texts(reader));
    }

    [Fact]
    public void ReadOn_TakesHostileBytes()
    {
        byte[] random = new byte[300_000];
        new Random(7).NextBytes(random);
        _folder.Write(Network, random);
        _folder.Write(
            Agent,
            [.. "2026-11-21T10:00:01.000Z I a"u8, 0xC3, 0x28, 0xFF, 0xED, 0xA0, 0x80, 0x1B, (byte)'c', (byte)'\n']);

        string text = Assert.Single(Texts(Reader()));

        Assert.StartsWith("a\uFFFD(", text, StringComparison.Ordinal);
        Assert.EndsWith("_c", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadOn_LeavesOutWhatDisappears_OrCannotBeRead()
    {
        const string Failing = "PedOSdb-daemon-20261121-100000-3.log";
        _folder.Write(Agent, Line(1, "gone"));
        _folder.Gone.Add(Agent);
        string first = Line(2, "before the disk fails");
        _folder.Write(Failing, first + Line(3, "behind it"));
        _folder.FailsAt.Add(Failing, first.Length);
        _folder.Write(Network, Line(4, "whole"));
        LogReader reader = Reader();

        Assert.Equal(["before the disk fails", "whole"], Texts(reader));

        _folder.FailsAt.Clear();
        Assert.Equal(["behind it"], Texts(reader));
        Assert.Equal(0, _folder.Open);
    }

    [Fact]
    public void ReadOn_ClosesItsFiles_WhenNobodyTakesTheRest()
    {
        _folder.Write(Agent, Line(1, "one") + Line(3, "three"));
        _folder.Write(Network, Line(2, "two"));

        Assert.Equal("one", Reader().ReadOn().First().Message);

        Assert.Equal(0, _folder.Open);
    }

    [Fact]
    public void Query_TakesProgramsLevelsAndTimes()
    {
        _folder.Write(
            Agent, Line(1, "error", 'E') + Line(2, "warning", 'W') + Line(3, "info") + Line(4, "late error", 'E'));
        _folder.Write(Network, Line(2, "other program", 'E'));
        _folder.Write("notes.log", Line(2, "no program", 'E'));

        Assert.Equal(
            ["error", "warning", "late error"], Texts(Reader(new(["QREXEC-AGENT", "qrexec-agent"], LogLevel.Warning))));
        Assert.Equal(
            ["late error"], Texts(Reader(new(["qrexec-agent"], LogLevel.Error, Start.AddSeconds(1)))));
        Assert.Equal(5, Texts(Reader()).Length);
        Assert.Equal(
            SetupError.UnknownComponent,
            Assert.Throws<SetupException>(() => Reader(new(["nobody"]))).Error);
    }

    [Fact]
    public void Tail_KeepsTheLast()
    {
        _folder.Write(Agent, Line(1, "11111") + Line(3, "33333"));
        _folder.Write(Network, Line(2, "22222") + Line(4, "44444"));

        Assert.Equal(["33333", "44444"], Reader().Tail(2).Select(static r => r.Message));
        Assert.Equal(4, Reader().Tail(9).Count);
        Assert.Empty(Reader().Tail(0));
        Assert.Equal(["33333", "44444"], Reader().Tail(9, characters: 14).Select(static r => r.Message));
        Assert.Empty(Reader().Tail(9, characters: 4));
        Assert.Throws<OperationCanceledException>(() => Reader().Tail(9, cancellation: new(canceled: true)));
    }

    private static string Line(int second, string text, char level = 'I') =>
        $"{Start.AddSeconds(second).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)} {level} "
        + text + "\n";

    private static string[] Texts(LogReader reader) => [.. reader.ReadOn().Select(static r => r.Message)];

    private LogReader Reader(LogQuery? query = null) => new([_folder], query ?? new([]));
}

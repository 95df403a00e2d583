using System.Diagnostics;
using PedOS.Agents.Posix.Files;
using PedOS.Protocols.FileCopy;
using PedOS.Rpc.Files;
using Xunit;

namespace PedOS.Rpc.Tests.Files;

/// <summary>What is sent, what is not, and what is removed after a move.</summary>
public sealed class SendTests : IDisposable
{
    private readonly Sent _sent = new();

    public void Dispose() => _sent.Dispose();

    [Fact]
    public async Task ATree_Arrives_AsItIs()
    {
        _ = _sent.Make("baum/Grüße İ 日本.txt", "eins");
        _ = _sent.Make("baum/tief/leer", "");
        _ = Directory.CreateDirectory(_sent.PathOf("baum", "nichts"));
        _ = File.CreateSymbolicLink(_sent.PathOf("baum", "tief", "l"), "../Grüße İ 日本.txt");
        File.WriteAllBytes(_sent.PathOf("groß"), new byte[1_000_000]);
        File.SetLastWriteTimeUtc(_sent.PathOf("groß"), DateTime.UnixEpoch.AddSeconds(1_234_567_890.5));
        Assert.Equal(0, await _sent.SendAsync("baum", "groß"));
        Assert.Empty(_sent.Told);
        Assert.Equal(
            [
                "baum/", "baum/Grüße İ 日本.txt = eins", "baum/nichts/", "baum/tief/",
                "baum/tief/l -> ../Grüße İ 日本.txt", "baum/tief/leer = ",
            ],
            _sent.Receiver.Listing.Where(static e => !e.StartsWith('g')));
        FileInfo big = new(_sent.Receiver.PathOf("groß"));
        Assert.Equal(
            (1_000_000, DateTime.UnixEpoch.AddSeconds(1_234_567_890.5)), (big.Length, big.LastWriteTimeUtc));
    }

    [Fact]
    public async Task ALoopOfLinks_IsNotGoneThrough()
    {
        _ = _sent.Make("d/a", "1");
        _ = File.CreateSymbolicLink(_sent.PathOf("d", "self"), ".");
        Assert.Equal(0, await _sent.SendAsync("d"));
        Assert.Equal(["d/", "d/a = 1", "d/self -> ."], _sent.Receiver.Listing);
    }

    [Fact]
    public async Task LinksThatLeadOut_AreToldAndNotSent_AndNothingIsRemoved()
    {
        _sent.Options = _sent.Options with { Remembers = true };
        _ = _sent.Make("d/a", "1");
        _ = File.CreateSymbolicLink(_sent.PathOf("d", "l"), "/etc/passwd");
        Assert.Equal(1, await _sent.SendAsync("d"));
        Assert.Contains("not sent: d/l: the link leads out of what is sent", _sent.Told);
        Assert.Equal(["d/", "d/a = 1"], _sent.Receiver.Listing);
        Assert.Equal(["d", "d/a", "d/l"], _sent.Left);
    }

    [Fact]
    public async Task IgnoredLinks_AreLeftOut_WithoutAWord()
    {
        _sent.Options = _sent.Options with { IgnoreLinks = true };
        _ = _sent.Make("d/a", "1");
        _ = File.CreateSymbolicLink(_sent.PathOf("d", "l"), "/etc/passwd");
        Assert.Equal(0, await _sent.SendAsync("d"));
        Assert.Empty(_sent.Told);
    }

    [Fact]
    public async Task WhatDoesNotTravel_IsTold()
    {
        _ = _sent.Make("d/a", "1");
        using (Process mkfifo = Process.Start("mkfifo", [_sent.PathOf("d", "pipe")]))
        {
            await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, await _sent.SendAsync("d"));
        Assert.Contains(_sent.Told, static line => line.StartsWith("not sent: d/pipe", StringComparison.Ordinal));
        Assert.Equal(["d/", "d/a = 1"], _sent.Receiver.Listing);
    }

    [Fact]
    public async Task AMove_RemovesWhatTheOtherSideHas()
    {
        _sent.Options = _sent.Options with { Remembers = true };
        _ = _sent.Make("d/e/a", "1");
        _ = _sent.Make("d/b", "2");
        _ = File.CreateSymbolicLink(_sent.PathOf("d", "l"), "b");
        _ = _sent.Make("stays", "3");
        Assert.Equal(0, await _sent.SendAsync("d"));
        Assert.Equal(["stays"], _sent.Left);
    }

    [Fact]
    public async Task AMove_KeepsWhatCameOrChangedMeanwhile()
    {
        _sent.Options = _sent.Options with { Remembers = true };
        _ = _sent.Make("d/a", "1");
        _ = _sent.Make("d/b", "2");
        _ = _sent.Make("d/c", "3");
        _sent.Meanwhile = () =>
        {
            _ = _sent.Make("d/new", "");
            _ = _sent.Make("d/a", "longer");
            File.Delete(_sent.PathOf("d", "b"));
            File.WriteAllText(_sent.PathOf("d", "b"), "2");
        };
        Assert.Equal(1, await _sent.SendAsync("d"));
        Assert.Equal(["d", "d/a", "d/b", "d/new"], _sent.Left);
        Assert.Equal(4, _sent.Told.Count);
    }

    [Theory]
    [InlineData("refused")]
    [InlineData("crc")]
    [InlineData("cut")]
    [InlineData("silent")]
    [InlineData("old")]
    public async Task AMove_RemovesNothing_UnlessEverythingIsConfirmed(string answer)
    {
        _sent.Options = _sent.Options with { Remembers = true };
        _ = _sent.Make("d/a", "1");
        _sent.Answer = result => answer switch
        {
            "refused" => (result with { Error = FileCopyError.ENOSPC }).ToBytes(),
            "crc" => (result with { Crc = result.Crc ^ 1 }).ToBytes(),
            "cut" => result.ToBytes()[..15],
            "silent" => [],
            _ => result.ToBytes()[..16],
        };
        Assert.Equal(answer == "old" ? 0 : 1, await _sent.SendAsync("d"));
        Assert.Equal(answer == "old" ? [] : ["d", "d/a"], _sent.Left);
        Assert.Equal(answer == "old" ? 0 : 1, _sent.Told.Count);
    }

    [Fact]
    public async Task AnAnswerThatComesEarly_EndsTheStream()
    {
        _ = _sent.Make("a", new string('x', 10_000));
        int reads = 0;
        int code = await _sent.SendAsync(
            async (source, answer, _) =>
            {
                byte[] frame = new byte[1000];
                while (await source.ReadAsync(frame, CancellationToken.None) > 0)
                {
                    reads++;
                    _ = await answer.WriteAsync(
                        new FileCopyResult(FileCopyError.EEXIST, 0, "a"u8.ToArray()).ToBytes(), CancellationToken.None);
                }

                return 17;
            },
            "a");
        Assert.Equal((1, 1), (code, reads));
        Assert.Contains(
            _sent.Told, static line => line.StartsWith("a: it exists there already", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AFileThatBecomesShorter_EndsTheTransfer_AndIsNotThere()
    {
        _sent.Options = _sent.Options with { Remembers = true };
        _ = _sent.Make("d/a", "1");
        _ = _sent.Make("d/b", new string('x', 1000));
        _sent.Open = path => new ShorteningFolder(PosixOutgoingFolder.Open(path));
        Assert.Equal(1, await _sent.SendAsync("d"));
        Assert.Contains(_sent.Told, static line => line.Contains("became shorter", StringComparison.Ordinal));
        Assert.DoesNotContain(_sent.Receiver.Listing, static e => e.StartsWith("d/b", StringComparison.Ordinal));
        Assert.Equal(["d", "d/a", "d/b"], _sent.Left);
    }

    [Theory]
    [InlineData("plain ä 日本.txt", false)]
    [InlineData("ملف", true)]
    [InlineData("a\tb", true)]
    [InlineData("⚡", true)]
    public async Task NamesThatNotEverybodyTakes_AskForThat(string name, bool needs)
    {
        _ = _sent.Make(name, "1");
        Assert.Equal(0, await _sent.SendAsync(name));
        Assert.Equal(needs, _sent.NeededAllNames);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("/")]
    [InlineData("")]
    public async Task WhatIsNotThere_IsSaid_BeforeAnythingIsSent(string name)
    {
        _ = _sent.Make("a", "1");
        SendVerb verb = new(PosixOutgoingFolder.Open, _sent.Options, static _ => { });
        await Assert.ThrowsAsync<IOException>(() => verb.RunAsync(
                [_sent.PathOf("a"), name.StartsWith('/') || name.Length == 0 ? name : _sent.PathOf(name)],
                null,
                static (_, _, _) => throw new InvalidOperationException("it was carried")));
    }

    [Fact]
    public async Task TwoOfTheSameName_AreRefused()
    {
        _ = _sent.Make("x/a", "1");
        _ = _sent.Make("y/a", "1");
        IOException e = await Assert.ThrowsAsync<IOException>(() => _sent.SendAsync("x/a", "y/a"));
        Assert.Contains("the same at the other end", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheStream_IsWhatTheOriginalSends()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "vectors", "filecopy");
        byte[] recorded = await File.ReadAllBytesAsync(
            Path.Combine(folder, "two-args-empty-and-9600.stream.bin"), TestContext.Current.CancellationToken);
        using Received origin = new();
        _ = origin.Take(recorded);
        foreach (string name in (string[])["empty", "big"])
        {
            File.Copy(origin.PathOf(name), _sent.PathOf(name));
            await TouchAsync(_sent.PathOf(name));
        }

        Assert.Equal(0, await _sent.SendAsync("empty", "big"));
        Assert.Equal(Convert.ToHexString(recorded), Convert.ToHexString(_sent.Stream));
    }

    [Fact]
    public void Progress_TellsRateAndRest()
    {
        TestKit.FakeTime time = new();
        List<string> written = [];
        SendProgress progress = new(100_000_000, time, written.Add);
        time.Advance(TimeSpan.FromSeconds(1));
        progress.Add(10_000_000);
        progress.Add(1);
        time.Advance(TimeSpan.FromSeconds(1));
        progress.Add(39_999_999);
        time.Advance(TimeSpan.FromSeconds(2));
        progress.Add(50_000_000);
        progress.Finish();
        Assert.Equal(
            [
                "\rsent 10.0/100.0 MB, 10.0 MB/s, 00:00:09 left",
                "\rsent 50.0/100.0 MB, 25.0 MB/s, 00:00:02 left",
                "\rsent 100.0/100.0 MB, 25.0 MB/s, 00:00:00 left",
                "\rsent 100.0/100.0 MB, 25.0 MB/s, 00:00:00 left",
                "\n",
            ],
            written);
    }

    // The recorded times have parts that the runtime does not set.
    private static async Task TouchAsync(string path)
    {
        foreach ((string which, string when) in ((string, string)[])
            [("-a", "@1600000000.000000111"), ("-m", "@1600000001.222333444")])
        {
            using Process touch = Process.Start("touch", [which, "-d", when, path]);
            await touch.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task AReport_TellsWhatArrived_WhatWasLeftOutAndWhatStays()
    {
        List<string> told = [];
        _ = _sent.Make("d/a", "eins");
        _ = _sent.Make("d/b", "zwei!");
        _ = File.CreateSymbolicLink(_sent.PathOf("d", "l"), "b");
        _sent.Options = _sent.Options with { Remembers = true };
        _sent.Delivered = (record, stayed) => told.Add(SendReport.Outcome(record, stayed));
        _sent.Meanwhile = () => File.WriteAllText(_sent.PathOf("d", "a"), "changed");
        Assert.Equal(1, await _sent.SendAsync("d"));
        _ = _sent.Make("e/c", "");
        _ = File.CreateSymbolicLink(_sent.PathOf("e", "l"), "/etc/passwd");
        Assert.Equal(1, await _sent.SendAsync("e"));
        Assert.Equal(
            [
                """{"files":2,"folders":1,"links":1,"bytes":9,"skipped":0,"stayed":2}""" + "\n",
                """{"files":1,"folders":1,"links":0,"bytes":0,"skipped":1,"stayed":0}""" + "\n",
            ],
            told);
    }

    [Fact]
    public async Task AReport_HasNoOutcome_BeforeTheReceiverHasEverything()
    {
        List<string> told = [];
        _ = _sent.Make("a", "1");
        _sent.Delivered = (record, stayed) => told.Add(SendReport.Outcome(record, stayed));
        _sent.Answer = static _ => [];
        Assert.NotEqual(0, await _sent.SendAsync("a"));
        Assert.Empty(told);
    }

    [Fact]
    public void AReport_TellsHowFarItIs_NowAndThen()
    {
        TestKit.FakeTime time = new();
        List<string> told = [];
        SendReport report = new(30, time, told.Add);
        report.Add(10);
        report.Add(10);
        time.Advance(TimeSpan.FromMilliseconds(200));
        report.Add(10);
        report.Finish();
        Assert.Equal(
            ["{\"sent\":10,\"total\":30}\n", "{\"sent\":30,\"total\":30}\n", "{\"sent\":30,\"total\":30}\n"], told);
    }
}

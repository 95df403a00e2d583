using System.Globalization;
using System.Text;
using PedOS.Agents.Clock;
using PedOS.Agents.Logging;
using PedOS.Agents.Processes;
using PedOS.Rpc.Clock;
using PedOS.TestKit.Programs;
using PedOS.Tools.Contracts;
using Xunit;

namespace PedOS.Rpc.Tests;

/// <summary>The verbs of the clock on a clock that is played; each call begins anew, as a process does.</summary>
public sealed class ClockVerbsTests : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly PlayedClock _clock = new();
    private readonly Lines _log = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("2015-01-01T00:05:00Z", 0.05, false)]
    [InlineData("1970-01-01T05:00:00Z", 5, false)]
    [InlineData("2015-01-01T00:05:00Z", 5, true)]
    [InlineData("1970-01-01T05:00:00Z", 5, true)]
    [InlineData("2150-01-01T00:00:00Z", 0.05, false)]
    [InlineData("2150-01-01T00:00:00Z", 5, true)]
    [InlineData("2100-01-01T00:00:00Z", 5, false)]
    [InlineData("2023-12-31T23:59:59Z", 5, false)]
    public async Task AClockThatCannotBeRight_IsSet(string now, double uptimeHours, bool isPull)
    {
        DateTimeOffset told = new(2026, 11, 30, 14, 0, 0, TimeSpan.Zero);
        _clock.Now = DateTimeOffset.Parse(now, CultureInfo.InvariantCulture);
        _clock.Uptime = TimeSpan.FromHours(uptimeHours);

        Assert.Equal(RpcProgram.Done, await TellAsync(told, isPull));
        Assert.Equal(told, _clock.Now, TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData(false, 5)]
    [InlineData(true, 5)]
    [InlineData(false, 0.05)]
    public async Task APlausibleClock_IsNotMovedByYears(bool isPull, double uptimeHours)
    {
        DateTimeOffset now = _clock.Now;
        _clock.Uptime = TimeSpan.FromHours(uptimeHours);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(RpcProgram.Failed, await TellAsync(_clock.Now.AddYears(2), isPull));
            Pass(40);
        }

        Assert.Equal(now + TimeSpan.FromSeconds(200), _clock.Now);
    }

    [Theory]
    [InlineData(false, 6 * 3600)]
    [InlineData(true, 30 * 3600)]
    [InlineData(false, 3 * 365 * 86400)]
    [InlineData(true, 3 * 365 * 86400)]
    public async Task AClockThatIsAhead_IsSet_WhenItWasToldThreeTimesOverAMinute(bool isPull, double ahead)
    {
        DateTimeOffset truth = _clock.Now;
        _clock.Now += TimeSpan.FromSeconds(ahead);

        Assert.Equal(RpcProgram.Failed, await TellAsync(truth, isPull));
        Pass(30);
        Assert.Equal(RpcProgram.Failed, await TellAsync(truth.AddSeconds(30), isPull));
        Pass(30);
        Assert.Equal(RpcProgram.Done, await TellAsync(truth.AddSeconds(60), isPull));

        Assert.Equal(truth.AddSeconds(60), _clock.Now, TimeSpan.FromSeconds(1));
        Assert.Contains("told 3 times over 60.000 s", _log.All[^1], StringComparison.Ordinal);
        Assert.StartsWith("Info: moved by -", _log.All[^1], StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_directory.PathOf("state")));
    }

    [Fact]
    public async Task AClockThatIsAhead_IsSet_WhoeverSaysSo()
    {
        DateTimeOffset truth = _clock.Now.AddHours(-30);
        Assert.Equal(RpcProgram.Failed, await TellAsync(truth, isPull: false));
        Pass(6 * 3600);
        Assert.Equal(RpcProgram.Failed, await TellAsync(truth.AddHours(6), isPull: true));
        Pass(6 * 3600);
        Assert.Equal(RpcProgram.Done, await TellAsync(truth.AddHours(12), isPull: false));
    }

    [Fact]
    public async Task AClockThatIsAhead_IsNotSet_WithinAMinute()
    {
        DateTimeOffset truth = _clock.Now.AddHours(-6);
        for (int i = 0; i < 60; i++)
        {
            Assert.Equal(RpcProgram.Failed, await TellAsync(truth.AddSeconds(i), isPull: false));
            Pass(1);
        }
    }

    [Fact]
    public async Task AClockThatIsAhead_IsNotSet_ByTwo()
    {
        DateTimeOffset truth = _clock.Now.AddHours(-6);
        Assert.Equal(RpcProgram.Failed, await TellAsync(truth, isPull: false));
        Pass(7200);
        Assert.Equal(RpcProgram.Failed, await TellAsync(truth.AddHours(2), isPull: false));
    }

    [Fact]
    public async Task WhatIsTold_HasToAgree()
    {
        DateTimeOffset truth = _clock.Now.AddHours(-6);
        for (int i = 0; i < 6; i++)
        {
            // One of them lies, each time in another way.
            Assert.Equal(RpcProgram.Failed, await TellAsync(truth.AddSeconds(40 * i), isPull: false));
            Assert.Equal(RpcProgram.Failed, await TellAsync(truth.AddSeconds(-1000 - (100 * i)), isPull: false));
            Pass(40);
        }
    }

    [Fact]
    public async Task WhatWasTold_CountsNoMore_AfterARestart()
    {
        DateTimeOffset truth = _clock.Now.AddHours(-6);
        Assert.Equal(RpcProgram.Failed, await TellAsync(truth, isPull: false));
        Pass(40);
        Assert.Equal(RpcProgram.Failed, await TellAsync(truth.AddSeconds(40), isPull: false));

        // The hardware clock is as wrong as before.
        Pass(3600);
        _clock.Uptime = TimeSpan.FromDays(3) + TimeSpan.FromMinutes(20);
        Assert.Equal(RpcProgram.Failed, await TellAsync(truth.AddSeconds(3640), isPull: false));
        Assert.Contains("(until now 1 times over 0.000 s)", _log.All[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatWasTold_CountsNoMore_WhenTheClockWasRightBetween()
    {
        DateTimeOffset now = _clock.Now;
        Assert.Equal(RpcProgram.Failed, await TellAsync(now.AddHours(-6), isPull: false));
        Pass(40);
        Assert.Equal(RpcProgram.Failed, await TellAsync(now.AddHours(-6).AddSeconds(40), isPull: false));
        Pass(40);
        Assert.Equal(RpcProgram.Done, await TellAsync(_clock.Now, isPull: false));
        Assert.Equal(RpcProgram.Failed, await TellAsync(now.AddHours(-6).AddSeconds(80), isPull: false));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("x")]
    [InlineData("2026-01-01T00:00:00.0000000Z 0.00:00:01.0000000 0.00:00:01.0000000 x\n")]
    [InlineData("2026-01-01T00:00:00.0000000Z 0.00:00:01.0000000 -1.00:00:00.0000000 -7\n")]
    [InlineData("""{"started":"2026-01-01T00:00:00Z","uncertainty":"00:00:01","first":"-1.00:00:00","count":9}""")]
    public async Task WhatCannotBeRead_CountsAnew(string text)
    {
        _ = Directory.CreateDirectory(_directory.PathOf("state"));
        File.WriteAllText(Path.Combine(_directory.PathOf("state"), NetworkStateNames.Clock), text);

        Assert.Equal(RpcProgram.Failed, await TellAsync(_clock.Now.AddHours(-6), isPull: false));
        Assert.Contains(_log.All, l => l.Contains("what was told of the clock counts anew", StringComparison.Ordinal));
        Assert.Contains("(until now 1 times over 0.000 s)", _log.All[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatCannotBeKept_IsSaid_AndTheClockStays()
    {
        DateTimeOffset now = _clock.Now;
        await File.WriteAllTextAsync(_directory.PathOf("state"), "a file", TestContext.Current.CancellationToken);

        Assert.Equal(RpcProgram.Failed, await TellAsync(now.AddHours(-6), isPull: false));
        Assert.Contains(_log.All, l => l.Contains("what was told of the clock is forgotten", StringComparison.Ordinal));
        Assert.Equal(now, _clock.Now);
    }

    private void Pass(double seconds) => _clock.Pass(TimeSpan.FromSeconds(seconds));

    private async Task<int> TellAsync(DateTimeOffset told, bool isPull)
    {
        ClockVerbs verbs = new(
            () => _clock,
            new ClockMemoryFile(_directory.PathOf("state"), _log, static _ => 0),
            _log,
            json: false,
            isAsked: false);
        if (isPull)
        {
            return await verbs.SyncAsync(
                clock => Task.FromResult<(ClockReading?, ClockOutcome?)>(
                    (ClockReading.OfAnswer(told, true, clock.Now, TimeSpan.FromMilliseconds(20)), null)),
                ClockTrust.AfterPause);
        }

        string line = told.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture) + "+00:00\n";
        using PlayedInput input = new(Encoding.UTF8.GetBytes(line));
        return await verbs.SetAsync(input, TimeProvider.System, TestContext.Current.CancellationToken);
    }

    private sealed class PlayedClock : ISystemClock
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 30, 14, 0, 0, TimeSpan.Zero);

        public TimeSpan Uptime { get; set; } = TimeSpan.FromDays(3);

        public void Move(TimeSpan by) => Now += by;

        public void Pass(TimeSpan time) => (Now, Uptime) = (Now + time, Uptime + time);
    }

    private sealed class PlayedInput(byte[] bytes) : IByteSource
    {
        private int _at;

        public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            int count = Math.Min(buffer.Length, bytes.Length - _at);
            bytes.AsSpan(_at, count).CopyTo(buffer.Span);
            _at += count;
            return ValueTask.FromResult(count);
        }

        public void Dispose()
        {
            // Nothing is open.
        }
    }

    private sealed class Lines : ILog
    {
        public List<string> All { get; } = [];

        public bool IsEnabled(LogLevel level) => level <= LogLevel.Info;

        public void Write(LogLevel level, string message, Exception? exception = null) =>
            All.Add($"{level}: {message}");
    }
}

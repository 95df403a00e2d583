using System.Text;
using System.Threading.Channels;
using PedOS.Agents.Presence;
using PedOS.Agents.Tests.Logging;
using PedOS.TestKit;
using PedOS.TestKit.Database;
using Xunit;

namespace PedOS.Agents.Tests.Presence;

/// <summary>What dom0 is told, and when; time passes only where a test lets it.</summary>
public sealed class PresenceReporterTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(20));
    private readonly CancellationTokenSource _stop = new();
    private readonly MemoryDatabase _database = new();
    private readonly FakeSessions _sessions = new();
    private readonly FakeTime _time = new();
    private readonly RecordingLog _log = new();
    private readonly Channel<string> _calls = Channel.CreateUnbounded<string>();
    private readonly PresenceReporter _reporter;
    private volatile int _answer;
    private Task _run = Task.CompletedTask;

    public PresenceReporterTests() => _reporter = new PresenceReporter(
        _database,
        _sessions,
        user => new PresenceFacts(new Version(1, 2, 3), "Windows", false, user),
        NotifyAsync,
        _time,
        _log);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.WaitAsync(TimeSpan.FromSeconds(5));
        _sessions.Dispose();
        await _database.DisposeAsync();
        _stop.Dispose();
        _limit.Dispose();
    }

    [Fact]
    public async Task Run_TellsDom0_WithoutAnybodyLoggedOn()
    {
        Start();
        _reporter.Connected();
        Assert.Equal("10203 Windows 1 0 1 -", await NextCallAsync());
        await ExpectNoCallAsync();
    }

    [Fact]
    public async Task Run_TellsAgain_WhenSomebodyLogsOn_AndOncePerUser()
    {
        Start();
        _reporter.Connected();
        _ = await NextCallAsync();
        _sessions.LogOn("user");
        Assert.Equal("10203 Windows 1 0 1 user", await NextCallAsync());
        _sessions.LogOn(null);
        await ExpectNoCallAsync();
        _sessions.LogOn("user");
        await ExpectNoCallAsync();
        _sessions.LogOn("other");
        Assert.Equal("10203 Windows 1 0 1 other", await NextCallAsync());
    }

    [Fact]
    public async Task Run_TellsEachConnection()
    {
        Start();
        _sessions.LogOn("user");
        await ExpectNoCallAsync();
        _reporter.Connected();
        _ = await NextCallAsync();
        _reporter.Disconnected();
        _reporter.Connected();
        Assert.Equal("10203 Windows 1 0 1 user", await NextCallAsync());
        _reporter.Disconnected();
        _sessions.LogOn("other");
        await ExpectNoCallAsync();
        _reporter.Connected();
        Assert.Equal("10203 Windows 1 0 1 other", await NextCallAsync());
    }

    [Fact]
    public async Task Run_WaitsForTheDatabase_ForMinutes()
    {
        _database.IsLost = true;
        Start();
        _reporter.Connected();
        for (int minute = 0; minute < 30; minute++)
        {
            await PassAsync(TimeSpan.FromMinutes(1));
        }

        Assert.False(_calls.Reader.TryRead(out _));
        _database.IsLost = false;
        Assert.Equal("10203 Windows 1 0 1 -", await NextCallAsync());
        Assert.Empty(_log.Warnings);
    }

    [Fact]
    public async Task Run_TriesAgainLater_WhenDom0Fails()
    {
        _answer = 1;
        Start();
        _reporter.Connected();
        _ = await NextCallAsync();
        _answer = 0;
        await PassAsync(TimeSpan.FromMilliseconds(500));
        Assert.False(_calls.Reader.TryRead(out _));
        _ = await NextCallAsync();
        await ExpectNoCallAsync();
    }

    [Fact]
    public async Task Run_LetsARefusalBe_UntilSomethingChanges()
    {
        _answer = -1;
        Start();
        _reporter.Connected();
        _ = await NextCallAsync();
        await ExpectNoCallAsync();
        _sessions.LogOn("user");
        _ = await NextCallAsync();
    }

    [Theory]
    [InlineData("Jürgen")]
    [InlineData("İbrahim")]
    [InlineData("田中")]
    [InlineData("محمد")]
    [InlineData("a b")]
    [InlineData("a-b")]
    public async Task Run_DoesNotTellAUserThatDom0WouldRefuse_NorTheOneBefore(string user)
    {
        Start();
        _sessions.LogOn("before");
        _reporter.Connected();
        Assert.Equal("10203 Windows 1 0 1 before", await NextCallAsync());
        _sessions.LogOn(user);
        Assert.Equal("10203 Windows 1 0 1 -", await NextCallAsync());
        Assert.Contains(_log.Warnings, line => line.Contains(user, StringComparison.Ordinal));
        Assert.Null(await _database.ReadAsync(PresenceKeys.DefaultUser, _limit.Token));
    }

    [Fact]
    public async Task Run_GoesOn_WhenTheDatabaseCannotBeWatched()
    {
        _database.RefusesWatches = true;
        Start();
        _reporter.Connected();
        Assert.Equal("10203 Windows 1 0 1 -", await NextCallAsync());
        _sessions.LogOn("user");
        Assert.Equal("10203 Windows 1 0 1 user", await NextCallAsync());
        Assert.NotEmpty(_log.Warnings);
        Assert.False(_run.IsCompleted);
    }

    [Fact]
    public async Task Run_GoesOn_WhenLogonsCannotBeSeen()
    {
        Start();
        _reporter.Connected();
        _ = await NextCallAsync();
        _sessions.Fail();
        await ExpectNoCallAsync();
        _reporter.Disconnected();
        _reporter.Connected();
        _ = await NextCallAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_FindsTheFirstLogon_ThatNobodyTells(bool isFailed)
    {
        Start();
        _reporter.Connected();
        Assert.Equal("10203 Windows 1 0 1 -", await NextCallAsync());
        if (isFailed)
        {
            _sessions.Fail();
        }

        await ExpectNoCallAsync();
        _sessions.LogOnUnseen("kullanici");
        Assert.Equal("10203 Windows 1 0 1 kullanici", await NextCallAsync());
        await ExpectNoCallAsync();
    }

    private void Start() => _run = Task.Run(() => _reporter.RunAsync(_stop.Token));

    private async Task<int?> NotifyAsync(CancellationToken cancellationToken)
    {
        List<string> said = [];
        foreach (string path in (string[])[
            PresenceKeys.Version, PresenceKeys.Os, PresenceKeys.Qrexec, PresenceKeys.Gui, PresenceKeys.GuiEmulated,
            PresenceKeys.DefaultUser])
        {
            byte[]? value = await _database.ReadAsync(path, cancellationToken);
            said.Add(value is null ? "-" : Encoding.UTF8.GetString(value));
        }

        await _calls.Writer.WriteAsync(string.Join(' ', said), cancellationToken);
        return _answer < 0 ? null : _answer;
    }

    private async Task<string> NextCallAsync()
    {
        string? call;
        while (!_calls.Reader.TryRead(out call))
        {
            await PassAsync(TimeSpan.FromMilliseconds(100));
        }

        return call;
    }

    private async Task ExpectNoCallAsync()
    {
        for (int i = 0; i < 20; i++)
        {
            await PassAsync(TimeSpan.FromMinutes(1));
        }

        Assert.False(_calls.Reader.TryRead(out string? call), call);
    }

    // What the clock has set off gets a moment of real time to run.
    private async Task PassAsync(TimeSpan by)
    {
        await Task.Delay(5, _limit.Token);
        _time.Advance(by);
        await Task.Delay(5, _limit.Token);
    }
}

using PedOS.Agents.Hosting;
using PedOS.Agents.Logging;
using PedOS.TestKit.Limits;
using Xunit;

namespace PedOS.Agents.Tests.Hosting;

public sealed class GuestProgramTests : IDisposable
{
    private const int Limit = 30000;

    private readonly CancellationTokenSource _stop = new();
    private readonly RecordingGuest _guest;

    public GuestProgramTests() => _guest = new RecordingGuest(_stop.Token);

    public void Dispose()
    {
        _guest.Dispose();
        _stop.Dispose();
    }

    [PatientFact(Timeout = Limit)]
    public async Task RunAsync_OpensNothing_ThatIsNotAskedFor()
    {
        Assert.Equal(7, await RunAsync(ProgramKind.Command, static _ => Task.FromResult(7)));

        Assert.Equal(["harden"], _guest.Said);
    }

    [PatientFact(Timeout = Limit)]
    public async Task RunAsync_ClosesWhatWasOpened_EachOnce_AfterTheWork()
    {
        _ = await RunAsync(ProgramKind.Task, program =>
        {
            Assert.Same(program.Log, program.Log);
            Assert.Same(program.Settings, program.Settings);
            Assert.Same(program.Transport, program.Transport);
            _guest.Said.Add("work");
            return Task.FromResult(0);
        });

        Assert.Equal(
            ["harden", "settings", "events of Task", "transport", "work", "transport closed", "settings closed"],
            _guest.Said);
    }

    [PatientFact(Timeout = Limit)]
    public async Task RunAsync_ClosesWhatWasOpened_WhenTheWorkFails()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(ProgramKind.Command, program =>
        {
            _ = program.Transport;
            throw new InvalidOperationException();
        }));

        Assert.Equal(["harden", "transport", "transport closed"], _guest.Said);
    }

    [PatientFact(Timeout = Limit)]
    public async Task RunAsync_LetsTheSystemRunAService_AndTellItToStop()
    {
        Task<int> running = RunAsync(ProgramKind.Service, async program =>
        {
            program.Log.Info("began");
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, program.Stopping));
            return 3;
        });
        Assert.False(running.IsCompleted);
        await _stop.CancelAsync();

        Assert.Equal(3, await running);
        Assert.Equal(["harden", "service a-program", "settings", "events of Service"], _guest.Said[..4]);
        Assert.Equal(["service ended", "settings closed", "watched"], _guest.Said[4..].Order(StringComparer.Ordinal));
        Assert.Equal("service ended", _guest.Said[^1]);
    }

    [PatientTheory(Timeout = Limit)]
    [InlineData("--help")]
    [InlineData("--version")]
    public async Task RunAsync_AnswersBeforeAnythingIsOpened(string question)
    {
        int code = await GuestProgram.RunAsync(
            _guest, new("a-program", "usage", ProgramKind.Service), [question], static _ => Task.FromResult(9));

        Assert.Equal(0, code);
        Assert.Equal(["harden"], _guest.Said);
    }

    [PatientFact(Timeout = Limit)]
    public async Task RunAsync_LeavesALaterQuestionToTheProgram_ThatIsAskedFirst() => Assert.Equal(
        9,
        await GuestProgram.RunAsync(
            _guest,
            new("a-program", "usage", ProgramKind.Command) { IsAskedFirst = true },
            ["run", "--help"],
            static _ => Task.FromResult(9)));

    [PatientFact(Timeout = Limit)]
    public async Task ShowUsageAsync_Fails_WhenSomethingIsWrong()
    {
        Assert.Equal(2, await RunAsync(ProgramKind.Command, static p => p.ShowUsageAsync("is wrong")));
        Assert.Equal(4, await RunAsync(ProgramKind.Command, static p => p.ShowUsageAsync("is wrong", 4)));
        Assert.Equal(0, await RunAsync(ProgramKind.Command, static p => p.ShowUsageAsync(string.Empty, 4)));
    }

    private Task<int> RunAsync(ProgramKind kind, Func<ProgramContext, Task<int>> workAsync) =>
        GuestProgram.RunAsync(_guest, new("a-program", "usage", kind), [], workAsync);
}

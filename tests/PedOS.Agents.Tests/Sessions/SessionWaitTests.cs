using PedOS.Agents.Sessions;
using PedOS.TestKit;
using PedOS.TestKit.Limits;
using Xunit;

namespace PedOS.Agents.Tests.Sessions;

public sealed class SessionWaitTests
{
    private const int Timeout = 20000;

    private readonly FakeTime _time = new();

    // Windows' rule: no notification is promised to a process of session 0. Wine and Linux tell every change.
    [PatientTheory(Timeout = Timeout)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task For_FindsTheUser_WhenNobodyTellsOfTheLogon(bool isRefused)
    {
        using SilentSessions sessions = new(isRefused);
        Task<string> waiting = SessionWait.ForAsync(sessions, "çağrı", _time, TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.False(waiting.IsCompleted);
        sessions.User = "Çağrı";
        while (_time.Waiting == 0)
        {
            await Task.Yield();
        }

        _time.Advance(SessionLook.Interval);
        Assert.Equal("Çağrı", await waiting.WaitAsync(TestContext.Current.CancellationToken));
    }

    [PatientFact(Timeout = Timeout)]
    public async Task For_Ends_WhenItIsToldTo()
    {
        using SilentSessions sessions = new(isRefused: false);
        using CancellationTokenSource end = new();
        Task<string> waiting = SessionWait.ForAsync(sessions, "anna", _time, end.Token);
        await end.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private sealed class SilentSessions(bool isRefused) : ISessions
    {
        private readonly TaskCompletionSource _never = new();

        public string? User { get; set; }

        public Task NextChange => isRefused ? Task.FromException(new IOException("no window")) : _never.Task;

        public string? Find(string user) => User ?? throw new IOException("the system starts");

        public void Dispose()
        {
        }
    }
}

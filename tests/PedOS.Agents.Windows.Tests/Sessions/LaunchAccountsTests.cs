using PedOS.Agents.Processes;
using PedOS.Agents.Sessions;
using PedOS.Agents.Windows.Security;
using PedOS.Agents.Windows.Sessions;
using PedOS.TestKit.Limits;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Sessions;

public sealed class LaunchAccountsTests
{
    private const int Timeout = 30_000;
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly TokenAccount System = new(TokenAccount.LocalSystemSid, "SYSTEM", "NT AUTHORITY");
    private static readonly TokenAccount Anna = new("S-1-5-21-1-2-3-1001", "anna", "PC");

    private readonly FakeSessions _sessions = new();
    private readonly SessionEvents _events = new();
    private readonly ManualTime _time = new();

    [PatientFact(Timeout = Timeout)]
    public async Task For_OpensTheTokenOfTheUsersSession()
    {
        _sessions.Add(2, "anna", active: false);
        _sessions.Add(3, "bert", console: true);
        using LaunchAccount account = await Accounts(System).ForAsync(Plan("ANNA"), Never);
        Assert.Equal([2u], _sessions.Opened);
        Assert.NotNull(account.Token);
        Assert.True(account.OnDesktop);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task For_WaitsUntilTheUserLogsOn()
    {
        _sessions.Add(1, "bert");
        Task<LaunchAccount> waiting = Accounts(System).ForAsync(Plan("anna"), Never).AsTask();
        _sessions.Add(2, "çağrı");
        _events.ReportChange();
        Assert.False(waiting.IsCompleted);
        _sessions.Add(3, "anna");
        _events.ReportChange();
        using LaunchAccount account = await waiting;
        Assert.Equal([3u], _sessions.Opened);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task For_FailsWith125AndTheName_WhenTheUserDoesNotLogOnInTime()
    {
        _sessions.Add(1, "bert", console: true);
        Task<LaunchAccount> waiting = Accounts(System).ForAsync(Plan("日本 太郎"), Never).AsTask();
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));
        LaunchException late = await Assert.ThrowsAsync<LaunchException>(() => waiting);
        Assert.Equal(125, late.ExitCode);
        Assert.Contains("日本 太郎", late.Message, StringComparison.Ordinal);
        Assert.Empty(_sessions.Opened);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task For_DoesNotWaitLonger_WhenOthersComeAndGo()
    {
        Task<LaunchAccount> waiting = Accounts(System).ForAsync(Plan("anna"), Never).AsTask();
        for (int i = 0; i < 61; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _events.ReportChange();
            await Task.Yield();
        }

        Assert.Equal(125, (await Assert.ThrowsAsync<LaunchException>(() => waiting)).ExitCode);
    }

    [PatientTheory(Timeout = Timeout)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task For_WaitsAndNeverFallsBackToLocalSystem_WhenTheSystemDoesNotAnswer(bool down, bool noTokens)
    {
        _sessions.Add(1, "anna");
        _sessions.IsDown = down;
        _sessions.HasNoTokens = noTokens;
        Task<LaunchAccount> waiting = Accounts(System).ForAsync(Plan("anna"), Never).AsTask();
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(125, (await Assert.ThrowsAsync<LaunchException>(() => waiting)).ExitCode);
    }

    // Windows' rule: a window in the session of the services is promised no notification. Wine delivers every one.
    [PatientTheory(Timeout = Timeout)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task For_SeesTheLogon_ThatNobodyTells(bool isRefused)
    {
        if (isRefused)
        {
            _events.ReportFailure(new IOException("no window"));
        }

        Task<LaunchAccount> waiting = Accounts(System).ForAsync(Plan("anna"), Never).AsTask();
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.False(waiting.IsCompleted);
        _sessions.Add(3, "anna");

        // Long before the limit, at which it looks in any case.
        for (int i = 0; i < 10 && !waiting.IsCompleted; i++)
        {
            _time.Advance(SessionLook.Interval);
            await Task.Delay(50);
        }

        Assert.True(waiting.IsCompleted);
        using LaunchAccount account = await waiting;
        Assert.Equal([3u], _sessions.Opened);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task For_FailsWith125_WhenLogonsCannotBeSeen_AndNobodyComes()
    {
        _events.ReportFailure(new IOException("no window"));
        Task<LaunchAccount> waiting = Accounts(System).ForAsync(Plan("anna"), Never).AsTask();
        while (!waiting.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(125, (await Assert.ThrowsAsync<LaunchException>(() => waiting)).ExitCode);
    }

    [PatientTheory(Timeout = Timeout)]
    [InlineData("bert", false)]
    [InlineData("bert", true)]
    [InlineData("anna", false)]
    public async Task For_StartsNothing_AsWhoeverTookTheSession(string other, bool hasNoSids)
    {
        _sessions.Add(2, "anna");
        _sessions.HasNoSids = hasNoSids;
        _sessions.BeforeToken = () =>
        {
            _sessions.Remove(2);
            _sessions.Add(2, other, other == "anna" ? "CORP" : "PC");
        };
        Task<LaunchAccount> waiting = Accounts(System).ForAsync(Plan(@"PC\anna"), Never).AsTask();
        while (!waiting.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        LaunchException late = await Assert.ThrowsAsync<LaunchException>(() => waiting);
        Assert.Equal(125, late.ExitCode);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task For_KnowsTheUserByName_WhereTheSystemFindsNoSid()
    {
        _sessions.Add(2, "Çağrı");
        _sessions.HasNoSids = true;
        using LaunchAccount account = await Accounts(System).ForAsync(Plan("çağrı"), Never);
        Assert.Equal([2u], _sessions.Opened);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task For_EndsWhenCancelled()
    {
        using CancellationTokenSource source = new();
        Task<LaunchAccount> waiting = Accounts(System).ForAsync(Plan("anna"), source.Token).AsTask();
        await source.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [PatientTheory(Timeout = Timeout)]
    [InlineData("SYSTEM")]
    [InlineData("root")]
    public async Task For_UsesOurOwnAccount_WhenLocalSystemIsAskedForByName(string user)
    {
        using LaunchAccount background = await Accounts(System).ForAsync(Plan(user, false), Never);
        Assert.Null(background.Token);
        Assert.False(background.OnDesktop);
        using LaunchAccount nobodyThere = await Accounts(System).ForAsync(Plan(user), Never);
        Assert.Null(nobodyThere.Token);
        Assert.Empty(_sessions.Opened);
    }

    [PatientTheory(Timeout = Timeout)]
    [InlineData("anna")]
    [InlineData(@"PC\Anna")]
    [InlineData(@".\anna")]
    [InlineData("DEFAULT")]
    public async Task For_UsesOurOwnAccount_WhenItIsMeantAndWeAreNotLocalSystem(string user)
    {
        using LaunchAccount account = await Accounts(Anna).ForAsync(Plan(user), Never);
        Assert.Null(account.Token);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task For_UsesOurOwnAccount_ByTheNameThatAHelperIsRunAs()
    {
        foreach (TokenAccount own in new[] { System, Anna, Anna with { Name = string.Empty, Domain = string.Empty } })
        {
            LaunchRequest plan = Plan(SessionChoice.NameOf(own), false);
            using LaunchAccount account = await Accounts(own, "bert").ForAsync(plan, Never);
            Assert.Null(account.Token);
        }
    }

    [PatientTheory(Timeout = Timeout)]
    [InlineData("bert", null)]
    [InlineData("SYSTEM", null)]
    [InlineData("root", null)]
    [InlineData(@"CORP\anna", null)]
    [InlineData("DEFAULT", "bert")]
    [InlineData("DEFAULT", "SYSTEM")]
    public async Task For_RefusesEverybodyElse_WhenWeAreNotLocalSystem(string user, string? defaultUser)
    {
        _sessions.Add(1, "bert");
        LaunchException refused = await Assert.ThrowsAsync<LaunchException>(
            () => Accounts(Anna, defaultUser).ForAsync(Plan(user), Never).AsTask());
        Assert.Equal(125, refused.ExitCode);
        Assert.Empty(_sessions.Opened);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task For_NeverTakesDefaultForLocalSystem()
    {
        Task<LaunchAccount> waiting = Accounts(System, "SYSTEM").ForAsync(Plan("DEFAULT"), Never).AsTask();
        _time.Advance(TimeSpan.FromSeconds(61));
        _ = await Assert.ThrowsAsync<LaunchException>(() => waiting);
    }

    private static LaunchRequest Plan(string user, bool interactive = true) =>
        new("x", [], null, [], user, interactive);

    private LaunchAccounts Accounts(TokenAccount own, string? defaultUser = null) =>
        new(_sessions, _events, own, "PC", defaultUser, TimeSpan.FromSeconds(60), _time);
}

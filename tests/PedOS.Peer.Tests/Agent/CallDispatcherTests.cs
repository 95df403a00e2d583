using PedOS.Protocols.Qrexec;
using PedOS.Protocols.Wrapper;
using PedOS.QrexecAgent;
using PedOS.TestKit.Limits;
using PedOS.Tools.Contracts;
using Xunit;

namespace PedOS.Peer.Tests.Agent;

/// <summary>What each call from dom0 becomes, and that dom0 learns of each end once.</summary>
public sealed class CallDispatcherTests : IAsyncLifetime
{
    private const int Limit = 60_000;

    private readonly DispatchBench _bench = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [PatientFact(Timeout = Limit)]
    public async Task Call_GoesToTheWrapper_AndItsEndToDom0()
    {
        _bench.Exec("user:echo größe", port: 514, domain: 7);
        StartCall call = await _bench.TakeAsync<StartCall>();
        Assert.Equal(("echo größe", "user"), Names(call));
        Assert.Equal((new ChannelAddress(7, 514), 1), (call.Address, _bench.Calls.Count));
        await _bench.EndAsync(call.CallId, 3);
        await _bench.AssertTerminatedAsync(514, 7);
        Assert.Equal(0, _bench.Calls.Count);
    }

    [PatientTheory(Timeout = Limit)]
    [InlineData("no colon", QrexecAbi.QREXEC_EXIT_PROBLEM)]
    [InlineData(":echo", QrexecAbi.QREXEC_EXIT_PROBLEM)]
    [InlineData("user:QUBESRPC", QrexecAbi.QREXEC_EXIT_PROBLEM)]
    [InlineData("user:QUBESRPC test.Absent work", QrexecAbi.QREXEC_EXIT_SERVICE_NOT_FOUND)]
    [InlineData("user:QUBESRPC test.BadSettings work", QrexecAbi.QREXEC_EXIT_PROBLEM)]
    public async Task Call_ThatCannotBeRun_FailsInTheWrapper_SoThatTheCallerLearnsIt(string command, int exitCode)
    {
        _bench.Exec(command);
        StartCall call = await _bench.TakeAsync<StartCall>();
        Assert.Equal(exitCode, Assert.IsType<FailPlan>(call.Plan).ExitCode);
        await _bench.EndAsync(call.CallId, exitCode);
        await _bench.AssertTerminatedAsync(513);
    }

    [PatientTheory(Timeout = Limit)]
    [InlineData(0U, 512U)]
    [InlineData(0U, 0U)]
    [InlineData(uint.MaxValue, 513U)]
    public async Task Call_AtAnImpossibleAddress_IsIgnored_AndTheNextOneIsNot(uint domain, uint port)
    {
        _bench.Exec("user:a", port, domain);
        _bench.Exec("user:b");
        Assert.Equal("b", Names(await _bench.TakeAsync<StartCall>()).Program);
        Assert.Equal(1, _bench.Calls.Count);
        Assert.False(_bench.Outbox.TryPeek(out _));
        Assert.Contains(_bench.Log.Entries, entry => entry.Level == LogLevel.Error);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Call_BeyondTheLimit_IsTurnedAwayAtOnce()
    {
        for (uint i = 0; i < CallTable.MaxCalls; i++)
        {
            _bench.Exec("user:a", 513 + (i % 256), i / 256);
        }

        Assert.False(_bench.Outbox.TryPeek(out _));
        _bench.Exec("user:a", 600, 99);
        await _bench.AssertTerminatedAsync(600, 99);
        Assert.Equal(CallTable.MaxCalls, _bench.Calls.Count);

        // One ends, and there is room for one.
        await _bench.EndAsync((await _bench.TakeAsync<StartCall>()).CallId);
        await _bench.AssertTerminatedAsync(513);
        _bench.Exec("user:a", 600, 99);
        Assert.Equal(CallTable.MaxCalls, _bench.Calls.Count);
        Assert.False(_bench.Outbox.TryPeek(out _));
    }

    [PatientFact(Timeout = Limit)]
    public async Task End_OfACall_WhosePortALaterDaemonGaveAwayAgain_IsNotAnnounced()
    {
        _bench.Exec("user:old", 513);
        _bench.Exec("user:other", 514);
        _bench.Calls.DaemonGone();
        _bench.Exec("user:new", 513);
        uint old = (await _bench.TakeAsync<StartCall>()).CallId;
        uint other = (await _bench.TakeAsync<StartCall>()).CallId;
        uint later = (await _bench.TakeAsync<StartCall>()).CallId;
        await _bench.EndAsync(old);
        Assert.Null(await _bench.SendAsync());
        await _bench.EndAsync(other);
        await _bench.AssertTerminatedAsync(514);
        await _bench.EndAsync(later);
        await _bench.AssertTerminatedAsync(513);
    }

    [PatientFact(Timeout = Limit)]
    public async Task End_IsAnnounced_WhenTheSameDaemonGaveThePortAwayAgain()
    {
        _bench.Exec("user:old", 513);
        _bench.Exec("user:new", 513);
        await _bench.EndAsync((await _bench.TakeAsync<StartCall>()).CallId);
        await _bench.AssertTerminatedAsync(513);
        await _bench.EndAsync((await _bench.TakeAsync<StartCall>()).CallId);
        await _bench.AssertTerminatedAsync(513);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Wrapper_ThatDies_EndsItsCalls_EachOnce()
    {
        _bench.Exec("user:a", 513);
        _bench.Exec("user:b", 514);
        uint first = (await _bench.TakeAsync<StartCall>()).CallId;
        _ = await _bench.TakeAsync<StartCall>();
        await _bench.EndAsync(first);
        await _bench.AssertTerminatedAsync(513);
        _bench.ReplaceWrapper();
        await _bench.AssertTerminatedAsync(514);
        _bench.Exec("user:c", 515);
        Assert.Equal("c", Names(await _bench.TakeAsync<StartCall>()).Program);
        Assert.Equal(1, _bench.Calls.Count);
        Assert.False(_bench.Outbox.TryPeek(out _));
    }

    [PatientFact(Timeout = Limit)]
    public async Task End_OfSomethingThatWasNeverStarted_ChangesNothing()
    {
        _bench.Exec("user:a", 513);
        uint call = (await _bench.TakeAsync<StartCall>()).CallId;
        await _bench.EndAsync(call + 1);
        await _bench.EndHelperAsync(call);
        await _bench.EndAsync(call);
        await _bench.EndAsync(call);
        await _bench.AssertTerminatedAsync(513);
        Assert.False(_bench.Outbox.TryPeek(out _));
    }

    private static (string Program, string User) Names(StartCall call)
    {
        ProcessPlan plan = Assert.IsType<ProcessPlan>(call.Plan);
        return (plan.Program, plan.User);
    }
}

using PedOS.Protocols.Wrapper;
using PedOS.QrexecAgent;
using PedOS.TestKit.Limits;
using PedOS.Tools.Contracts;
using Xunit;

namespace PedOS.Peer.Tests.Agent;

/// <summary>Calls that wait for a session: one helper for all of them, and none waits for ever.</summary>
public sealed class SessionGateTests : IAsyncLifetime
{
    private const int Limit = 60_000;

    private readonly DispatchBench _bench = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [PatientTheory(Timeout = Limit)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    public async Task Calls_WaitForOneHelper_AndStartInOrder_HoweverItEnds(int exitCode)
    {
        for (uint port = 513; port < 518; port++)
        {
            _bench.Call("test.Waits", port);
        }

        StartHelper helper = await _bench.TakeAsync<StartHelper>();
        Assert.Equal("user\n", helper.Input);
        Assert.Equal((SessionGate.ServiceName, "work"), (helper.Plan.Program, helper.Plan.User));
        Assert.False(_bench.Wrapper.Taken.TryPeek(out _));
        await _bench.EndHelperAsync(helper.HelperId, exitCode);
        for (uint port = 513; port < 518; port++)
        {
            StartCall call = await _bench.TakeAsync<StartCall>();
            Assert.Equal(port, call.Address.Port);
            await _bench.EndAsync(call.CallId);
            await _bench.AssertTerminatedAsync(port);
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task Helper_IsRunAnew_ForCallsThatComeAfterItsEnd_AndForTheUserThatIsForced()
    {
        _bench.Call("test.Waits", 513);
        StartHelper first = await _bench.TakeAsync<StartHelper>();
        await _bench.EndHelperAsync(first.HelperId);
        _ = await _bench.TakeAsync<StartCall>();
        _bench.Call("test.WaitsForA", 514);
        StartHelper second = await _bench.TakeAsync<StartHelper>();
        Assert.Equal("Ayşe\n", second.Input);
        Assert.NotEqual(first.HelperId, second.HelperId);

        // The end of the first one is no news; what comes behind it on the same link was looked at after it.
        _bench.Exec("user:meanwhile", 515);
        StartCall meanwhile = await _bench.TakeAsync<StartCall>();
        Assert.Equal(515U, meanwhile.Address.Port);
        await _bench.EndHelperAsync(first.HelperId);
        await _bench.EndAsync(meanwhile.CallId);
        await _bench.AssertTerminatedAsync(515);
        _bench.Exec("user:behind", 516);
        Assert.Equal(516U, (await _bench.TakeAsync<StartCall>()).Address.Port);
        await _bench.EndHelperAsync(second.HelperId);
        Assert.Equal(514U, (await _bench.TakeAsync<StartCall>()).Address.Port);
    }

    // A wrapper that ran the helper, told its end, and broke before the agent knew that it had taken it.
    [PatientFact(Timeout = Limit)]
    public async Task Helper_ThatIsRunTwice_LetsNobodyGo_WhoWaitsForTheNext()
    {
        TaskCompletionSource<bool> sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _bench.Wrapper.Sent = sent;
        _bench.Call("test.Waits", 513);
        StartHelper first = await _bench.TakeAsync<StartHelper>();
        await _bench.EndHelperAsync(first.HelperId);
        await _bench.Wrapper.SayAsync(new WrapperReady(1), DispatchBench.Token);
        while (!_bench.Log.Entries.Any(static e => e.Text.Contains("process 1", StringComparison.Ordinal)))
        {
            await Task.Delay(10, DispatchBench.Token);
        }

        _bench.Call("test.Waits", 514);
        _bench.ReplaceWrapper();
        sent.SetResult(false);
        Assert.Equal(first.HelperId, (await _bench.TakeAsync<StartHelper>()).HelperId);
        StartCall call = await _bench.TakeAsync<StartCall>();
        Assert.Equal(513U, call.Address.Port);
        StartHelper second = await _bench.TakeAsync<StartHelper>();
        await _bench.EndHelperAsync(first.HelperId);
        await _bench.EndAsync(call.CallId);
        await _bench.AssertTerminatedAsync(513);
        _bench.Exec("user:behind", 515);
        Assert.Equal(515U, (await _bench.TakeAsync<StartCall>()).Address.Port);
        await _bench.EndHelperAsync(second.HelperId);
        Assert.Equal(514U, (await _bench.TakeAsync<StartCall>()).Address.Port);
    }

    [PatientFact(Timeout = Limit)]
    public async Task HelpersAndCalls_AreCountedApart()
    {
        _bench.Call("test.Waits", 513);
        StartHelper helper = await _bench.TakeAsync<StartHelper>();
        _bench.Exec("user:other", 514);
        StartCall other = await _bench.TakeAsync<StartCall>();

        // A call that has the helper's number ends: whoever waits goes on waiting.
        _bench.Exec("user:more", 515);
        StartCall more = await _bench.TakeAsync<StartCall>();
        await _bench.EndAsync(other.CallId);
        await _bench.AssertTerminatedAsync(514);
        await _bench.EndAsync(more.CallId);
        await _bench.AssertTerminatedAsync(515);
        Assert.False(_bench.Wrapper.Taken.TryPeek(out _));
        await _bench.EndHelperAsync(helper.HelperId);
        Assert.Equal(513U, (await _bench.TakeAsync<StartCall>()).Address.Port);
        Assert.Equal(1, _bench.Calls.Count);
    }

    [PatientTheory(Timeout = Limit)]
    [InlineData(false)]
    [InlineData(null)]
    public async Task Calls_StartAtOnce_WhereThereIsNoHelper(bool? hasHelper)
    {
        _bench.Catalog.HasHelper = hasHelper;
        _bench.Call("test.Waits");
        _ = await _bench.TakeAsync<StartCall>();
        Assert.Contains(_bench.Log.Entries, entry => entry.Level == LogLevel.Warning);
    }

    [PatientFact(Timeout = Limit)]
    public async Task Call_ThatNeedsNoDesktop_DoesNotWait()
    {
        _bench.Exec("user:nogui:QUBESRPC test.Waits work");
        _ = await _bench.TakeAsync<StartCall>();
    }

    [PatientFact(Timeout = Limit)]
    public async Task Call_BeyondTheLimit_StartsWithoutWaiting()
    {
        for (int i = 0; i < SessionGate.MaxWaiting; i++)
        {
            _bench.Call("test.Waits");
        }

        StartHelper helper = await _bench.TakeAsync<StartHelper>();
        _bench.Call("test.Waits", 700);
        Assert.Equal(700U, (await _bench.TakeAsync<StartCall>()).Address.Port);
        await _bench.EndHelperAsync(helper.HelperId);
        for (int i = 0; i < SessionGate.MaxWaiting; i++)
        {
            Assert.Equal(513U, (await _bench.TakeAsync<StartCall>()).Address.Port);
        }
    }

    [PatientFact(Timeout = Limit)]
    public async Task Wrapper_ThatDies_LetsTheCallsGo()
    {
        _bench.Call("test.Waits");
        _ = await _bench.TakeAsync<StartHelper>();
        _bench.ReplaceWrapper();
        Assert.Equal(513U, (await _bench.TakeAsync<StartCall>()).Address.Port);
    }
}

using System.Collections.Concurrent;
using System.Threading.Channels;
using PedOS.Agents.Logging;
using PedOS.Agents.Qrexec;
using PedOS.Protocols.Qrexec;
using PedOS.Protocols.Wrapper;
using PedOS.QrexecAgent;
using PedOS.TestKit.Limits;
using PedOS.Tools.Contracts;
using Xunit;

namespace PedOS.Peer.Tests.Lifecycle;

public sealed class WrapperSupervisorTests : IWrapperStarter, IDisposable
{
    private const int Timeout = 60_000;

    private readonly ConcurrentQueue<FakeWrapper> _next = new();
    private readonly Channel<(uint Id, int ExitCode)> _ended = Channel.CreateUnbounded<(uint, int)>();
    private readonly CancellationTokenSource _stop = new();
    private readonly WrapperSupervisor _supervisor;

    public WrapperSupervisorTests()
    {
        _supervisor = new WrapperSupervisor(this, TimeProvider.System, new NoLog());
        _supervisor.CallEnded += (id, exitCode) => _ended.Writer.TryWrite((id, exitCode));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask<IWrapperProcess> StartAsync(CancellationToken cancellationToken)
    {
        if (_next.TryDequeue(out FakeWrapper? wrapper))
        {
            return wrapper;
        }

        await Task.Delay(System.Threading.Timeout.Infinite, cancellationToken);
        throw new OperationCanceledException(cancellationToken);
    }

    public void Dispose() => _stop.Dispose();

    [PatientFact(Timeout = Timeout)]
    public async Task CallThatIsTooLong_FailsAlone()
    {
        FakeWrapper wrapper = new(isStalled: false);
        Task running = Run(wrapper);
        string argument = new('ş', WrapperCodec.MaxBody / 4);
        _supervisor.Send(Call(1, new ProcessPlan(@"C:\a.exe", [argument, argument], null, [], "user", true)));
        _supervisor.Send(Call(2, new FailPlan(127, "no")));

        StartCall first = Assert.IsType<StartCall>(await wrapper.Taken.ReadAsync(Token));
        Assert.Equal((1U, QrexecAbi.QREXEC_EXIT_PROBLEM), (first.CallId, Assert.IsType<FailPlan>(first.Plan).ExitCode));
        Assert.Equal(2U, Assert.IsType<StartCall>(await wrapper.Taken.ReadAsync(Token)).CallId);
        Assert.Equal(0, _ended.Reader.Count);
        Assert.False(running.IsCompleted);
        await EndAsync(running);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task CallThatAWrapperDidNotTake_IsTheNextOnes_AndHasNotEnded()
    {
        FakeWrapper stalled = new(isStalled: true);
        FakeWrapper next = new(isStalled: false);
        Task running = Run(stalled, next);
        _supervisor.Send(Call(7, new FailPlan(127, "no")));
        await stalled.Writing.Task.WaitAsync(Token);
        stalled.Die();

        Assert.Equal(7U, Assert.IsType<StartCall>(await next.Taken.ReadAsync(Token)).CallId);
        Assert.Equal(0, _ended.Reader.Count);

        // Now it is that wrapper's, and ends with it.
        next.Die();
        Assert.Equal((7U, QrexecAbi.QREXEC_EXIT_CONNECTION_LOST), await _ended.Reader.ReadAsync(Token));
        await EndAsync(running);
    }

    private static StartCall Call(uint id, CallPlan plan) => new(id, new ChannelAddress(0, 513), false, plan);

    private Task Run(params FakeWrapper[] wrappers)
    {
        foreach (FakeWrapper wrapper in wrappers)
        {
            _next.Enqueue(wrapper);
        }

        return _supervisor.RunAsync(_stop.Token);
    }

    private async Task EndAsync(Task running)
    {
        await _stop.CancelAsync();
        await running;
    }

    private sealed class NoLog : ILog
    {
        public bool IsEnabled(LogLevel level) => false;

        public void Write(LogLevel level, string message, Exception? exception = null)
        {
        }
    }
}

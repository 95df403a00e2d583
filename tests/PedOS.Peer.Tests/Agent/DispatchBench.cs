using System.Text;
using System.Threading.Channels;
using PedOS.Agents.Qrexec;
using PedOS.Protocols.Qrexec;
using PedOS.Protocols.Wrapper;
using PedOS.QrexecAgent;
using PedOS.TestKit;
using Xunit;

namespace PedOS.Peer.Tests.Agent;

/// <summary>The agent's dispatch of calls, between a dom0 and a wrapper that the test plays.</summary>
internal sealed class DispatchBench : IWrapperStarter, IAsyncDisposable
{
    private readonly Channel<ScriptedWrapper> _next = Channel.CreateUnbounded<ScriptedWrapper>();
    private readonly CancellationTokenSource _stop = new();
    private readonly CallDispatcher _dispatcher;
    private readonly Task _running;

    public DispatchBench()
    {
        WrapperSupervisor supervisor = new(this, TimeProvider.System, Log);
        _dispatcher = new CallDispatcher(Catalog, supervisor, Calls, Outbox, Log);
        _ = _next.Writer.TryWrite(Wrapper);
        _running = supervisor.RunAsync(_stop.Token);
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public CallTable Calls { get; } = new();

    public ControlOutbox Outbox { get; } = new();

    public FakeCatalog Catalog { get; } = new();

    public ScriptedWrapper Wrapper { get; private set; } = new();

    public QuietLog Log { get; } = new();

    public async ValueTask<IWrapperProcess> StartAsync(CancellationToken cancellationToken) =>
        await _next.Reader.ReadAsync(cancellationToken);

    /// <summary>The present wrapper dies; the next one is there.</summary>
    public void ReplaceWrapper()
    {
        ScriptedWrapper gone = Wrapper;
        Wrapper = new ScriptedWrapper();
        _ = _next.Writer.TryWrite(Wrapper);
        gone.Die();
    }

    /// <summary>dom0 asks for a call.</summary>
    public void Exec(string command, uint port = 513, uint domain = 0) => _dispatcher.Dispatch(
        new ExecMessage(new ChannelAddress(domain, port), Encoding.UTF8.GetBytes(command), false));

    /// <summary>dom0 asks for a service.</summary>
    public void Call(string service, uint port = 513) => Exec($"user:QUBESRPC {service} work", port);

    /// <summary>The next thing the wrapper is given.</summary>
    public async Task<T> TakeAsync<T>()
        where T : WrapperMessage =>
        Assert.IsType<T>(await Wrapper.Taken.ReadAsync(Token));

    /// <summary>The wrapper says that a call has ended.</summary>
    public Task EndAsync(uint call, int exitCode = 0) => Wrapper.SayAsync(new CallEnded(call, exitCode), Token);

    /// <summary>The wrapper says that a helper has ended.</summary>
    public Task EndHelperAsync(uint helper, int exitCode = 0) =>
        Wrapper.SayAsync(new HelperEnded(helper, exitCode), Token);

    /// <summary>Takes the next message that goes to dom0.</summary>
    public async Task<byte[]?> SendAsync(uint version = 4)
    {
        await Outbox.WaitAsync(Token);
        Assert.True(Outbox.TryPeek(out ControlOutbox.IOutgoing? message));
        byte[]? frame = message.Build(version);
        Outbox.Remove(message);
        return frame;
    }

    /// <summary>dom0 is told that the call at a port has ended.</summary>
    public async Task AssertTerminatedAsync(uint port, uint domain = 0) => Assert.Equal(
        ControlWriter.ConnectionTerminated(new ChannelAddress(domain, port)), await SendAsync());

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }
}

using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Logging;
using PedOS.Agents.Presence;
using PedOS.Agents.Qrexec;
using PedOS.Agents.Vchan;
using PedOS.Protocols.Qrexec;

namespace PedOS.QrexecAgent;

/// <summary>The agent: control channel, wrapper and local endpoint, side by side until it is stopped.</summary>
internal sealed class QrexecAgentService : IControlHandler
{
    // Calls that are under way when the agent is told to stop have this long to end; after it they go on without us.
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(3);

    private readonly CallTable _calls = new();
    private readonly ControlOutbox _outbox = new();
    private readonly WrapperSupervisor _wrapper;
    private readonly CallDispatcher _dispatcher;
    private readonly PendingRequests _requests;
    private readonly LocalServer _local;
    private readonly ControlChannel _control;
    private readonly PresenceReporter _presence;
    private readonly AccountLogs _clients;
    private readonly Action _ready;
    private readonly TimeProvider _time;
    private readonly ILog _log;

    /// <summary>Creates the agent.</summary>
    /// <param name="transport">Flavour of vchan.</param>
    /// <param name="listen">Opens the local endpoint.</param>
    /// <param name="starter">Starts the wrapper.</param>
    /// <param name="catalog">Services of this machine.</param>
    /// <param name="presence">Whom dom0 is told of.</param>
    /// <param name="ready">Told each time dom0 is connected.</param>
    /// <param name="time">Clock.</param>
    /// <param name="log">Log.</param>
    /// <param name="clients">For what local programs cause to be said.</param>
    public QrexecAgentService(
        IVchanTransport transport,
        Func<ILocalListener> listen,
        IWrapperStarter starter,
        IServiceCatalog catalog,
        PresenceParts presence,
        Action ready,
        TimeProvider time,
        ILog log,
        AccountLogs clients)
    {
        _ready = ready;
        _time = time;
        _log = log;
        _clients = clients;
        _wrapper = new WrapperSupervisor(starter, time, log);
        _dispatcher = new CallDispatcher(catalog, _wrapper, _calls, _outbox, log);
        _requests = new PendingRequests(_outbox, log);
        _control = new ControlChannel(transport, _outbox, this, time, log);
        OwnCalls own = new(_requests, _calls, _outbox, transport, time, log);
        _presence = new PresenceReporter(
            presence.Database,
            presence.Sessions,
            presence.Describe,
            stopping => own.RunAsync(PresenceKeys.NotifyTarget, PresenceKeys.NotifyService, stopping),
            time,
            log);
        presence.Settings.Changed += _presence.Changed;
        _local = new LocalServer(
            listen, ServeAsync, new ClientLimits(), "local programs cannot call services yet", time, log);
    }

    /// <summary>Works until told to stop, then lets running calls end for a moment.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using CancellationTokenSource end = new();
        Task control = _control.RunAsync(end.Token);
        Task local = _local.RunAsync(end.Token);
        Task wrapper = _wrapper.RunAsync(end.Token);
        Task presence = _presence.RunAsync(end.Token);
        Task work = Task.WhenAll(control, local, wrapper, presence);
        TaskCompletionSource stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using (stopping.Register(() => stop.TrySetResult()))
        {
            // None of the four ends before it is told to; if one does, it threw, and the process must not go on half
            // alive.
            _ = await Task.WhenAny(stop.Task, control, local, wrapper, presence);
        }

        if (stopping.IsCancellationRequested)
        {
            await DrainAsync();
        }

        await end.CancelAsync();
        await work;
    }

    /// <inheritdoc/>
    public void Handle(ControlMessage message)
    {
        switch (message)
        {
            case ExecMessage exec:
                _dispatcher.Dispatch(exec);
                break;
            case ServiceConnectMessage connect:
                _requests.Connect(connect);
                break;
            case ServiceRefusedMessage refused:
                _requests.Refuse(refused);
                break;
        }
    }

    /// <inheritdoc/>
    public void Connected()
    {
        _ready();
        _presence.Connected();
    }

    /// <inheritdoc/>
    public void Disconnected(bool daemonGone)
    {
        _presence.Disconnected();
        if (daemonGone)
        {
            _calls.DaemonGone();
            _outbox.ForgetDebts();
        }

        _requests.RefuseSent();
    }

    // A client can only name a service and a target; what it runs at its own end it runs itself, with its own rights.
    private Task ServeAsync(ILocalConnection connection, CancellationToken stopping) =>
        new LocalClient(connection, _requests, _calls, _outbox, _time, _clients).RunAsync(stopping);

    private async Task DrainAsync()
    {
        int running = _calls.Count;
        if (running == 0)
        {
            return;
        }

        _log.Info($"stopping; {running} calls may take up to {StopGrace.TotalSeconds:0} s to end");
        try
        {
            await _calls.WhenEmptyAsync().WaitAsync(StopGrace, _time);
        }
        catch (TimeoutException)
        {
            _log.Warning($"{_calls.Count} calls are still running and go on without the agent");
        }
    }
}

using PedOS.Agents.Logging;
using PedOS.Agents.Qrexec;
using PedOS.Protocols.Qrexec;
using PedOS.Protocols.Wrapper;
using PedOS.Tools.Contracts;

namespace PedOS.QrexecAgent;

/// <summary>Decides what each call from dom0 runs and hands it to the wrapper; announces every end.</summary>
internal sealed class CallDispatcher
{
    private readonly IServiceCatalog _catalog;
    private readonly WrapperSupervisor _wrapper;
    private readonly CallTable _calls;
    private readonly SessionGate _gate;
    private readonly ControlOutbox _outbox;
    private readonly ILog _log;

    public CallDispatcher(
        IServiceCatalog catalog, WrapperSupervisor wrapper, CallTable calls, ControlOutbox outbox, ILog log)
    {
        _catalog = catalog;
        _wrapper = wrapper;
        _calls = calls;
        _outbox = outbox;
        _log = log;
        _gate = new SessionGate(catalog, wrapper, log);
        wrapper.CallEnded += Ended;
    }

    /// <summary>Takes a call.</summary>
    /// <param name="message">What dom0 sent.</param>
    public void Dispatch(ExecMessage message)
    {
        if (!message.Address.IsValid)
        {
            // No answer: the daemon ends itself on a port that it did not give out.
            _log.Error($"dom0 asked for a call at the impossible address {message.Address}; it is ignored");
            return;
        }

        if (_calls.TryAdd(message.Address) is not { } call)
        {
            _log.Error($"dom0 asked for more than {CallTable.MaxCalls} calls at a time; the surplus is turned away");
            _outbox.AddTerminated(message.Address);
            return;
        }

        if (_log.IsEnabled(LogLevel.Debug))
        {
            string text = CommandMark.Around(Printable.Text(message.Command.Span));
            _log.Debug($"call {call.Id} at {call.Address}: command {text}");
        }

        QrexecCommand? command = QrexecCommand.TryParse(message.Command.Span, out string problem);
        if (command is null)
        {
            Start(call, message, new FailPlan(QrexecAbi.QREXEC_EXIT_PROBLEM, problem));
        }
        else if (command.Service is null)
        {
            Start(call, message, _catalog.PlanShell(command));
        }
        else
        {
            DispatchService(call, message, command, command.Service);
        }
    }

    private void DispatchService(RunningCall call, ExecMessage message, QrexecCommand command, ServiceCall service)
    {
        ServiceSettings settings;
        try
        {
            settings = _catalog.ReadSettings(service);
        }
        catch (ServiceException e)
        {
            Start(call, message, new FailPlan(e.ExitCode, e.Message));
            return;
        }

        if (settings.WaitForSession && !command.NoGui)
        {
            _gate.Hold(
                settings.ForceUser ?? command.User,
                service.Source,
                () => StartService(call, message, command, settings));
        }
        else
        {
            StartService(call, message, command, settings);
        }
    }

    private void StartService(RunningCall call, ExecMessage message, QrexecCommand command, ServiceSettings settings)
    {
        CallPlan plan;
        try
        {
            plan = _catalog.Plan(command, settings);
        }
        catch (ServiceException e)
        {
            plan = new FailPlan(e.ExitCode, e.Message);
        }

        Start(call, message, plan);
    }

    private void Start(RunningCall call, ExecMessage message, CallPlan plan) =>
        _wrapper.Send(new StartCall(call.Id, call.Address, message.JustExec, plan));

    private void Ended(uint id, int exitCode)
    {
        if (_calls.Remove(id) is { } call)
        {
            _log.Debug($"call {id} at {call.Address} ended with {exitCode}");
            _outbox.AddTerminated(call);
        }
    }
}

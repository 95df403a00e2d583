using PedOS.Agents.Logging;
using PedOS.Agents.Qrexec;
using PedOS.Protocols.Wrapper;

namespace PedOS.QrexecAgent;

/// <summary>
/// Holds calls back until the user has a session: one run of qubes.WaitForSession serves every waiting call, and lets
/// them go when it ends, however it does.
/// </summary>
internal sealed class SessionGate
{
    /// <summary>The service that is run.</summary>
    public const string ServiceName = "qubes.WaitForSession";

    /// <summary>Calls held at one time, as upstream; further ones are started without waiting.</summary>
    public const int MaxWaiting = 256;

    private readonly Lock _lock = new();
    private readonly List<Action> _waiting = [];
    private readonly IServiceCatalog _catalog;
    private readonly WrapperSupervisor _wrapper;
    private readonly ILog _log;
    private uint _helper;

    /// <summary>Creates the gate.</summary>
    /// <param name="catalog">Has the service.</param>
    /// <param name="wrapper">Runs it.</param>
    /// <param name="log">Log.</param>
    public SessionGate(IServiceCatalog catalog, WrapperSupervisor wrapper, ILog log)
    {
        _catalog = catalog;
        _wrapper = wrapper;
        _log = log;
        wrapper.HelperEnded += Ended;
    }

    /// <summary>Starts a call when the session is there.</summary>
    /// <param name="user">Whose session.</param>
    /// <param name="source">The calling machine, of the first waiting call.</param>
    /// <param name="start">Starts the call.</param>
    public void Hold(string user, string source, Action start)
    {
        lock (_lock)
        {
            if (_waiting.Count >= MaxWaiting)
            {
                _log.Warning($"more than {MaxWaiting} calls wait for a session; this one is started without");
            }
            else if (_waiting.Count > 0 || TryStartHelper(user, source))
            {
                _waiting.Add(start);
                return;
            }
        }

        start();
    }

    // However it ended: the calls are not to wait for ever.
    private void Ended(uint helper, int exitCode)
    {
        List<Action> ready;
        lock (_lock)
        {
            if (helper != _helper)
            {
                return;
            }

            ready = [.. _waiting];
            _waiting.Clear();
        }

        foreach (Action start in ready)
        {
            start();
        }
    }

    private bool TryStartHelper(string user, string source)
    {
        ProcessPlan? plan;
        try
        {
            plan = _catalog.PlanHelper(ServiceName, source);
        }
        catch (ServiceException e)
        {
            _log.Warning($"{ServiceName} cannot be run; calls are started without waiting", e);
            return false;
        }

        if (plan is null)
        {
            _log.Warning($"there is no {ServiceName}; calls are started without waiting");
            return false;
        }

        // Whoever is waited for has no session to run it in: that user is only told to it.
        _helper = unchecked(_helper + 1);
        _wrapper.Send(new StartHelper(_helper, plan, user + "\n"));
        return true;
    }
}

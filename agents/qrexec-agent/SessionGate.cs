using PedOS.Agents.Logging;
using PedOS.Agents.Qrexec;
using PedOS.Protocols.Wrapper;

namespace PedOS.QrexecAgent;

/// <summary>
/// Holds calls back until the user has a session: one run of qubes.WaitForSession serves every waiting call, and lets
/// them go when it ends, however it does.
/// </summary>
internal sealed class SessionGate(IServiceCatalog catalog, WrapperSupervisor wrapper, CallTable calls, ILog log)
{
    /// <summary>The service that is run.</summary>
    public const string ServiceName = "qubes.WaitForSession";

    /// <summary>Calls held at one time, as upstream; further ones are started without waiting.</summary>
    public const int MaxWaiting = 256;

    private readonly Lock _lock = new();
    private readonly List<Action> _waiting = [];
    private uint _helper;

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
                log.Warning($"more than {MaxWaiting} calls wait for a session; this one is started without");
            }
            else if (_waiting.Count > 0 || TryStartHelper(user, source))
            {
                _waiting.Add(start);
                return;
            }
        }

        start();
    }

    /// <summary>Something has ended; when it is the service that waits, the calls go on.</summary>
    /// <returns>Whether it was.</returns>
    public bool Ended(uint id)
    {
        List<Action> ready;
        lock (_lock)
        {
            if (id != _helper || _waiting.Count == 0)
            {
                return false;
            }

            ready = [.. _waiting];
            _waiting.Clear();
            _helper = 0;
        }

        foreach (Action start in ready)
        {
            start();
        }

        return true;
    }

    private bool TryStartHelper(string user, string source)
    {
        ProcessPlan? plan;
        try
        {
            plan = catalog.PlanHelper(ServiceName, source);
        }
        catch (ServiceException e)
        {
            log.Warning($"{ServiceName} cannot be run; calls are started without waiting", e);
            return false;
        }

        if (plan is null)
        {
            log.Warning($"there is no {ServiceName}; calls are started without waiting");
            return false;
        }

        // Whoever is waited for has no session to run it in: that user is only told to it.
        _helper = calls.ReserveId();
        wrapper.Send(new StartHelper(_helper, plan, user + "\n"));
        return true;
    }
}

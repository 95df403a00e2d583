using PedOS.Protocols.Qrexec;
using PedOS.Protocols.Wrapper;

namespace PedOS.Agents.Qrexec;

/// <summary>Knows which services this machine offers and how each is run.</summary>
public interface IServiceCatalog
{
    /// <summary>Reads the settings of a service: the full <c>NAME+ARGUMENT</c> first, then <c>NAME</c>.</summary>
    /// <returns>Defaults when there is no file.</returns>
    /// <exception cref="ServiceException">There is a file and it cannot be used; code 125.</exception>
    ServiceSettings ReadSettings(ServiceCall call);

    /// <summary>Finds the service and says how it is run.</summary>
    /// <param name="command">The command; its service is not null.</param>
    /// <param name="settings">Settings of the service.</param>
    /// <exception cref="ServiceException">Not there (127) or not usable (125).</exception>
    CallPlan Plan(QrexecCommand command, ServiceSettings settings);

    /// <summary>Says how a shell command is run.</summary>
    /// <param name="command">The command; its service is null.</param>
    ProcessPlan PlanShell(QrexecCommand command);

    /// <summary>Finds a service that is run by the agent itself, such as qubes.WaitForSession.</summary>
    /// <param name="name">Name of the service.</param>
    /// <param name="source">The machine whose call needs it.</param>
    /// <returns>
    /// To be run as the account of the agent, or as the <c>force-user</c> of the service's own settings; null when this
    /// machine has none.
    /// </returns>
    /// <exception cref="ServiceException">It cannot be used; code 125.</exception>
    ProcessPlan? PlanHelper(string name, string source);
}

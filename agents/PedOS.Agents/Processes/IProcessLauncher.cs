using PedOS.Protocols.Wrapper;

namespace PedOS.Agents.Processes;

/// <summary>Starts programs of calls, as the right user, in the right session, with exactly the handles they are meant to have.</summary>
public interface IProcessLauncher
{
    /// <summary>Starts a program with its three streams connected.</summary>
    /// <exception cref="LaunchException">It could not be started; nothing is left behind.</exception>
    ILaunchedProcess Start(ProcessPlan plan);

    /// <summary>Starts a program with its streams on the null device and forgets it.</summary>
    /// <returns>Its process id.</returns>
    /// <exception cref="LaunchException">It could not be started.</exception>
    int StartDetached(ProcessPlan plan);
}

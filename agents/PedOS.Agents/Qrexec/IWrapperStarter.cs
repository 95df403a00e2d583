namespace PedOS.Agents.Qrexec;

/// <summary>Starts the wrapper as a process of its own, which outlives the agent until its calls have ended.</summary>
public interface IWrapperStarter
{
    /// <summary>Starts a wrapper.</summary>
    /// <exception cref="Processes.LaunchException">It could not be started.</exception>
    ValueTask<IWrapperProcess> StartAsync(CancellationToken cancellationToken);
}

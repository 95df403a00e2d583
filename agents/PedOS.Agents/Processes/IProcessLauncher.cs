namespace PedOS.Agents.Processes;

/// <summary>
/// Starts programs of calls, as the right user, in the right session, with exactly the handles they are meant to have.
/// </summary>
/// <remarks>
/// Starting is asynchronous because a user who is not logged on yet is waited for, a bounded time. Where nobody has to
/// be waited for the call completes at once.
/// </remarks>
public interface IProcessLauncher
{
    /// <summary>Starts a program with its three streams connected.</summary>
    /// <exception cref="LaunchException">It could not be started; nothing is left behind.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended; nothing was started.</exception>
    ValueTask<ILaunchedProcess> StartAsync(LaunchRequest request, CancellationToken cancellationToken);

    /// <summary>Starts a program with its streams on the null device and forgets it.</summary>
    /// <returns>Its process id.</returns>
    /// <exception cref="LaunchException">It could not be started.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended; nothing was started.</exception>
    ValueTask<int> StartDetachedAsync(LaunchRequest request, CancellationToken cancellationToken);
}

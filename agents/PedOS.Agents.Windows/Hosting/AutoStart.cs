using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Hosting;

/// <summary>The end of the start of the system.</summary>
public static class AutoStart
{
    // Set by the service control manager when every service of automatic start was started once. It is not documented;
    // where it is missing, nothing is waited for.
    private const string EventName = @"Global\SC_AutoStartComplete";

    /// <summary>Waits until the services that start with the system have been started.</summary>
    /// <returns>False when the system does not tell.</returns>
    public static async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        using SystemEvent? complete = SystemEvent.TryOpen(EventName);
        if (complete is null)
        {
            return false;
        }

        TaskCompletionSource set = new(TaskCreationOptions.RunContinuationsAsynchronously);
        RegisteredWaitHandle wait = ThreadPool.RegisterWaitForSingleObject(
            complete, (_, _) => set.TrySetResult(), null, Timeout.InfiniteTimeSpan, executeOnlyOnce: true);
        try
        {
            await set.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            _ = wait.Unregister(null);
        }

        return true;
    }
}

namespace PedOS.Agents.Sessions;

/// <summary>Session changes as somebody reports them, for example the service control handler.</summary>
public sealed class SessionEvents : ISessionEvents
{
    private TaskCompletionSource _next = Create();

    /// <inheritdoc/>
    public Task NextChange => Volatile.Read(ref _next).Task;

    /// <summary>Reports a change; from any thread, returns at once.</summary>
    public void ReportChange() => _ = Interlocked.Exchange(ref _next, Create()).TrySetResult();

    /// <summary>Reports that no change will ever be seen again; waits end with this exception, now and later.</summary>
    public void ReportFailure(IOException failure)
    {
        TaskCompletionSource failed = Create();
        failed.SetException(failure);
        _ = Interlocked.Exchange(ref _next, failed).TrySetException(failure);
    }

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

namespace PedOS.Rpc.Files;

/// <summary>Work that waits in calls of the system which cannot be called back, on a thread of its own.</summary>
internal static class BlockingWork
{
    /// <summary>Does it.</summary>
    /// <param name="work">The work; returns the exit code.</param>
    /// <param name="cancellationToken">
    /// Ends the wait for it. The thread ends with the process, which removes what was begun.
    /// </param>
    /// <returns>Exit code.</returns>
    public static Task<int> RunAsync(Func<int> work, CancellationToken cancellationToken)
    {
        TaskCompletionSource<int> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = new(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        })
        {
            IsBackground = true,
            Name = "files",
        };
        thread.Start();
        return done.Task.WaitAsync(cancellationToken);
    }
}

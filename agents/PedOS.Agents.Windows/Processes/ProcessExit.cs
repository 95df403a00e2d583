using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Processes;

/// <summary>Waits for a process without a thread of its own.</summary>
internal static class ProcessExit
{
    /// <summary>
    /// Takes over the handle and closes it once the process has ended, whether or not anybody still listens.
    /// </summary>
    /// <returns>Completes with the exit code.</returns>
    public static Task<int> WaitAsync(SafeProcessHandle process)
    {
        TaskCompletionSource<int> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

        // Disposed by the callback, which runs exactly once.
#pragma warning disable CA2000
        ProcessWait wait = new(process);
#pragma warning restore CA2000
        _ = ThreadPool.UnsafeRegisterWaitForSingleObject(
            wait,
            (_, _) =>
            {
                // Cannot fail: the handle has every right.
                _ = Kernel32.GetExitCodeProcess(process, out uint code);
                exited.SetResult(unchecked((int)code));
                wait.Dispose();
                process.Dispose();
            },
            null,
            Timeout.Infinite,
            executeOnlyOnce: true);
        return exited.Task;
    }

    private sealed class ProcessWait : WaitHandle
    {
        public ProcessWait(SafeProcessHandle process) =>
            SafeWaitHandle = new SafeWaitHandle(process.DangerousGetHandle(), ownsHandle: false);
    }
}

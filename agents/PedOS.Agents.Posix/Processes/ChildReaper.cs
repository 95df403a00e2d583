using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using PedOS.Agents.Posix.Native;

namespace PedOS.Agents.Posix.Processes;

/// <summary>Collects the exit status of children, woken by SIGCHLD. One per process.</summary>
internal sealed unsafe class ChildReaper
{
    // siginfo_t of waitid: si_pid.
    private const int InfoSize = 128;
    private const int InfoPidOffset = 16;

    private static readonly Lazy<ChildReaper> Instance = new(() => new ChildReaper());

    private readonly ConcurrentDictionary<int, TaskCompletionSource<int>> _children = new();
    private readonly Lock _reaping = new();

    // Kept alive: the registration ends with its finalizer.
    private readonly PosixSignalRegistration _registration;

    private ChildReaper() => _registration = PosixSignalRegistration.Create(
        PosixSignal.SIGCHLD,
        context =>
        {
            context.Cancel = true;
            Reap();
        });

    /// <summary>Must be called before the first child is started, so that no exit is missed.</summary>
    public static ChildReaper Shared => Instance.Value;

    /// <summary>Watches a child that was just started.</summary>
    /// <returns>Completes with its exit code; 128 + N when signal N ended it. Continuations run where it was
    /// noticed.</returns>
    public Task<int> Watch(int pid)
    {
        TaskCompletionSource<int> exited = new();
        _children[pid] = exited;

        // It may have ended before it was known here.
        List<Exit> exits = [];
        lock (_reaping)
        {
            _ = TryReap(pid, exits);
        }

        Tell(exits);
        GC.KeepAlive(_registration);
        return exited.Task;
    }

    // Outside of the lock: what follows an exit may start the next program.
    private static void Tell(List<Exit> exits)
    {
        foreach (Exit exit in exits)
        {
            exit.Child.SetResult(exit.Code);
        }
    }

    private void Reap()
    {
        List<Exit> exits = [];
        lock (_reaping)
        {
            CollectExits(exits);
        }

        Tell(exits);
    }

    private void CollectExits(List<Exit> exits)
    {
        byte* info = stackalloc byte[InfoSize];
        while (true)
        {
            new Span<byte>(info, InfoSize).Clear();
            int result = Libc.waitid(0, 0, info, Libc.WEXITED | Libc.WNOHANG | Libc.WNOWAIT);
            int pid = *(int*)(info + InfoPidOffset);
            if (result != 0 || pid == 0)
            {
                return;
            }

            if (!TryReap(pid, exits))
            {
                // Somebody else's child stands first in line: ask for each of ours instead.
                foreach (int ours in _children.Keys)
                {
                    _ = TryReap(ours, exits);
                }

                return;
            }
        }
    }

    private bool TryReap(int pid, List<Exit> exits)
    {
        int status;
        if (!_children.TryGetValue(pid, out TaskCompletionSource<int>? child)
            || Libc.waitpid(pid, &status, Libc.WNOHANG) != pid)
        {
            return false;
        }

        _ = _children.TryRemove(pid, out _);
        int signal = status & 0x7f;
        exits.Add(new Exit(child, signal != 0 ? 128 + signal : (status >> 8) & 0xff));
        return true;
    }

    private readonly record struct Exit(TaskCompletionSource<int> Child, int Code);
}

using System.Collections.Concurrent;
using PedOS.Agents.Posix.Native;

namespace PedOS.Agents.Posix.Processes;

/// <summary>
/// Collects the exit status of children; touches no child that it was not told of. One thread waits for all of them,
/// and what follows an exit runs on it at once, without a way through signals and the thread pool.
/// </summary>
internal sealed unsafe class ChildReaper
{
    // Exits taken from the kernel at a time; the others wait a moment (arbitrary).
    private const int MaxEvents = 32;

    private static readonly Lazy<ChildReaper> Instance = new(() => new ChildReaper(Libc.OpenPidfd));

    private readonly ConcurrentDictionary<int, Child> _children = new();
    private readonly Func<int, int> _openPidfd;
    private readonly int _epoll;

    /// <summary>Creates a reaper; programs use <see cref="Shared"/>.</summary>
    /// <param name="openPidfd">Opens a descriptor for a process id; negative when there is none to be had.</param>
    internal ChildReaper(Func<int, int> openPidfd)
    {
        _openPidfd = openPidfd;
        _epoll = Libc.epoll_create1(Libc.EPOLL_CLOEXEC);
        if (_epoll >= 0)
        {
            new Thread(Listen) { IsBackground = true, Name = "child-reaper" }.Start();
        }
    }

    /// <summary>The one of this process.</summary>
    public static ChildReaper Shared => Instance.Value;

    /// <summary>Watches a child that was started and that nobody else waits for.</summary>
    /// <returns>
    /// Completes with its exit code; 128 + N when signal N ended it. Continuations run where it was noticed and must
    /// not block.
    /// </returns>
    public Task<int> Watch(int pid)
    {
        int pidfd = _openPidfd(pid);
        Child child = new(pidfd);
        _children[pid] = child;

        // A child that has ended already is ready at once.
        EpollEvent wanted = new(Libc.EPOLLIN, (ulong)pid);
        if (pidfd < 0 || Libc.epoll_ctl(_epoll, Libc.EPOLL_CTL_ADD, pidfd, wanted.Bytes) != 0)
        {
            // An old kernel, or no descriptors left: a thread of its own waits for this one.
            new Thread(() => Reap(pid, 0)) { IsBackground = true, Name = "child-reaper-one" }.Start();
        }

        return child.Exited.Task;
    }

    private void Listen()
    {
        byte* events = stackalloc byte[MaxEvents * EpollEvent.MaxSize];
        while (true)
        {
            int count = Libc.epoll_wait(_epoll, events, MaxEvents, -1);
            for (int i = 0; i < count; i++)
            {
                Reap((int)EpollEvent.DataAt(events, i), Libc.WNOHANG);
            }
        }
    }

    private void Reap(int pid, int options)
    {
        int status;
        int reaped;
        do
        {
            reaped = Libc.waitpid(pid, &status, options);
        }
        while (reaped < 0 && Libc.WasInterrupted());

        if (reaped != pid || !_children.TryRemove(pid, out Child? child))
        {
            return;
        }

        if (child.Pidfd >= 0)
        {
            // To close it is not enough: a child that is just being started has a copy until it becomes its program,
            // and as long as there is one, the set would tell of this exit at once, again and again.
            _ = Libc.epoll_ctl(_epoll, Libc.EPOLL_CTL_DEL, child.Pidfd, null);
            _ = Libc.close(child.Pidfd);
        }

        int signal = status & 0x7f;
        child.Exited.SetResult(signal != 0 ? 128 + signal : (status >> 8) & 0xff);
    }

    private sealed record Child(int Pidfd)
    {
        public TaskCompletionSource<int> Exited { get; } = new();
    }
}

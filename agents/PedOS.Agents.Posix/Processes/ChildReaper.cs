using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using PedOS.Agents.Posix.Native;

namespace PedOS.Agents.Posix.Processes;

/// <summary>
/// Collects the exit status of children; touches no child that it was not told of. One thread waits for all of them,
/// and what follows an exit runs on it at once, without a way through signals and the thread pool.
/// </summary>
internal sealed unsafe class ChildReaper
{
    /// <summary>The exit code of a child that somebody else has collected.</summary>
    public const int Unknown = 255;

    // Exits taken from the kernel at a time; the others wait a moment (arbitrary).
    private const int MaxEvents = 32;

    private static readonly Lazy<ChildReaper> Instance = new(() => new ChildReaper(Libc.OpenPidfd));

    // By a number of our own: a process id belongs to another child as soon as its first owner is collected.
    private readonly ConcurrentDictionary<ulong, Child> _children = new();
    private readonly Func<int, int> _openPidfd;
    private readonly int _epoll;
    private ulong _last;

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
    /// Completes with its exit code; 128 + N when signal N ended it, <see cref="Unknown"/> when somebody else has
    /// collected it. Continuations run where it was noticed and must not block.
    /// </returns>
    public Task<int> Watch(int pid)
    {
        Child child = new(pid, _openPidfd(pid));
        ulong number = Interlocked.Increment(ref _last);
        _children[number] = child;

        // A child that has ended already is ready at once.
        EpollEvent wanted = new(Libc.EPOLLIN, number);
        if (child.Pidfd < 0 || Libc.epoll_ctl(_epoll, Libc.EPOLL_CTL_ADD, child.Pidfd, wanted.Bytes) != 0)
        {
            // An old kernel, or no descriptors left: a thread of its own waits for this one.
            new Thread(() => Reap(number, 0)) { IsBackground = true, Name = "child-reaper-one" }.Start();
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
                Reap(EpollEvent.DataAt(events, i), Libc.WNOHANG);
            }
        }
    }

    private void Reap(ulong number, int options)
    {
        if (!_children.TryGetValue(number, out Child? child) || Collect(child, options) is not { } exitCode)
        {
            return;
        }

        _ = _children.TryRemove(number, out _);
        if (child.Pidfd >= 0)
        {
            // To close it is not enough: a child that is just being started has a copy until it becomes its program,
            // and as long as there is one, the set would tell of this exit at once, again and again.
            _ = Libc.epoll_ctl(_epoll, Libc.EPOLL_CTL_DEL, child.Pidfd, null);
            _ = Libc.close(child.Pidfd);
        }

        child.Exited.SetResult(exitCode);
    }

    // Null: it still runs. By its descriptor, which is this child's for ever; where the kernel is too old for that, by
    // its process id, which is its own until it is collected.
    private static int? Collect(Child child, int options)
    {
        int* info = stackalloc int[Libc.SiginfoSize / sizeof(int)];
        new Span<byte>(info, Libc.SiginfoSize).Clear();
        bool byDescriptor = child.Pidfd >= 0;
        while (true)
        {
            int result = byDescriptor
                ? Libc.waitid(Libc.P_PIDFD, child.Pidfd, info, Libc.WEXITED | options)
                : Libc.waitid(Libc.P_PID, child.Pid, info, Libc.WEXITED | options);
            if (result == 0)
            {
                (int code, int pid, int status) = (info[2], info[4], info[6]);
                return pid == 0 ? null : code == Libc.CLD_EXITED ? status & 0xff : 128 + status;
            }

            int error = Marshal.GetLastPInvokeError();
            if (byDescriptor && error == Libc.EINVAL)
            {
                byDescriptor = false;
            }
            else if (error != Libc.EINTR)
            {
                // It is nobody's any more. Left in the set, its descriptor would be ready for ever.
                return Unknown;
            }
        }
    }

    private sealed record Child(int Pid, int Pidfd)
    {
        public TaskCompletionSource<int> Exited { get; } = new();
    }
}

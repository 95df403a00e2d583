using System.Runtime.InteropServices;

namespace PedOS.Agents.Posix.Native;

/// <summary>The calls to the C library; constants are those of Linux on x86-64 and arm64.</summary>
internal static unsafe partial class Libc
{
    public const int CLOCK_REALTIME = 0;
    public const int ENOENT = 2;
    public const int ENOEXEC = 8;
    public const int AF_UNIX = 1;
    public const int SOCK_STREAM = 1;
    public const int SOCK_CLOEXEC = 0x80000;
    public const int O_CLOEXEC = 0x80000;
    public const int O_RDWR = 0x2;
    public const int O_PATH = 0x200000;
    public const int SIGUSR1 = 10;
    public const int SIGPIPE = 13;

    /// <summary>Higher ones are real-time signals, two of which belong to the C library.</summary>
    public const int LastStandardSignal = 31;

    public const int SIGCHLD = 17;
    public const nint SIG_DFL = 0;
    public const nint SIG_IGN = 1;

    public const int WNOHANG = 1;
    public const int WEXITED = 4;
    public const int P_PID = 1;
    public const int P_PIDFD = 3;
    public const int CLD_EXITED = 1;
    public const int EINVAL = 22;

    /// <summary>
    /// Bytes of siginfo_t; of a child that has ended, si_code is the i32 at offset 8, si_pid at 16 and si_status at 24.
    /// </summary>
    public const int SiginfoSize = 128;

    public const int EPOLL_CLOEXEC = 0x80000;
    public const int EPOLL_CTL_ADD = 1;
    public const int EPOLL_CTL_DEL = 2;
    public const uint EPOLLIN = 1;
    public const int EINTR = 4;
    public const int EAGAIN = 11;
    public const int EMFILE = 24;
    public const short POLLIN = 1;
    public const short POLLOUT = 4;
    public const int F_DUPFD_CLOEXEC = 1030;
    public const int SFD_CLOEXEC = 0x80000;
    public const int AT_FDCWD = -100;
    public const int AT_EACCESS = 0x200;
    public const int AT_SYMLINK_NOFOLLOW = 0x100;
    public const int X_OK = 1;
    public const uint STATX_TYPE = 1;
    public const int S_IFMT = 0xF000;
    public const int S_IFSOCK = 0xC000;
    public const int S_IFLNK = 0xA000;
    public const uint STATX_BASIC_STATS = 0x7FF;
    public const int RLIMIT_NOFILE = 7;
    public const int MSG_DONTWAIT = 0x40;

    /// <summary>Bytes of sigset_t.</summary>
    public const int SigsetSize = 128;

    /// <summary>Bytes of struct statx; its stx_mode is the u16 at offset 28.</summary>
    public const int StatxSize = 256;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int clock_settime(int clock, long* time);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int socketpair(int domain, int type, int protocol, int* fds);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int socket(int domain, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int bind(int fd, byte* address, uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint recv(int fd, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getrlimit(int resource, ResourceLimit* limit);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setrlimit(int resource, ResourceLimit* limit);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setsockopt(int fd, int level, int option, void* value, uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int pipe2(int* fds, int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int open(string path, int flags, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int close(int fd);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fsync(Microsoft.Win32.SafeHandles.SafeFileHandle file);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int dup(int fd);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int dup2(int fd, int newFd);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fcntl(int fd, int command, int argument);

    /// <summary>Waits for descriptors; one struct pollfd is the descriptor, then i16 events and i16 revents.</summary>
    [LibraryImport("libc", SetLastError = true)]
    public static partial int poll(int* descriptors, nuint count, int timeout);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint read(int fd, byte* buffer, nint count);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint write(int fd, byte* buffer, nint count);

    /// <summary><paramref name="info"/> is a siginfo_t, whose si_pid stays 0 when no child has ended.</summary>
    [LibraryImport("libc", SetLastError = true)]
    public static partial int waitid(int type, int id, int* info, int options);

    /// <summary>The disposition before: a function, or a number of SIG_.</summary>
    [LibraryImport("libc", SetLastError = true)]
    public static partial nint signal(int signal, nint disposition);

    /// <summary><paramref name="old"/> is a struct sigaction, whose first field is the disposition.</summary>
    [LibraryImport("libc", SetLastError = true)]
    public static partial int sigaction(int signal, nint* wanted, nint* old);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_create1(int flags);

    /// <summary><paramref name="wanted"/> is a struct epoll_event; see <see cref="EpollEvent"/>.</summary>
    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_ctl(int epoll, int operation, int fd, byte* wanted);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_wait(int epoll, byte* events, int maxEvents, int timeout);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, nint first, nint second);

    [LibraryImport("libc")]
    public static partial int isatty(int fd);

    [LibraryImport("libc")]
    public static partial int getsid(int pid);

    [LibraryImport("libc")]
    public static partial uint geteuid();

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint getpwnam(string name);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int signalfd(int fd, byte* mask, int flags);

    [LibraryImport("libc")]
    public static partial int sigemptyset(byte* set);

    [LibraryImport("libc")]
    public static partial int sigaddset(byte* set, int signal);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int statx(int directory, string path, int flags, uint mask, byte* buffer);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int faccessat(int directory, string path, int mode, int flags);

    [LibraryImport("libc")]
    public static partial int posix_spawn(
        int* pid, byte* path, byte* actions, byte* attributes, byte** argv, byte** envp);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_init(byte* actions);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_destroy(byte* actions);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_adddup2(byte* actions, int fd, int newFd);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_addclosefrom_np(byte* actions, int from);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_init(byte* attributes);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_destroy(byte* attributes);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setflags(byte* attributes, short flags);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setsigmask(byte* attributes, byte* mask);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setsigdefault(byte* attributes, byte* signals);

    /// <summary>
    /// A close-on-exec descriptor that becomes readable when the process ends; negative when the kernel is older than
    /// 5.3 or none is left. A C library may lack a name for it, the number is the same on every architecture.
    /// </summary>
    public static int OpenPidfd(int pid) => (int)syscall(434, pid, 0);

    /// <summary>Whether the call that just failed was only interrupted by a signal.</summary>
    public static bool WasInterrupted() => Marshal.GetLastPInvokeError() == EINTR;

    /// <summary>
    /// Whether a read or write that just failed may be repeated; waits until the descriptor is ready.
    /// </summary>
    public static bool IsTemporary(int fd, short events)
    {
        // Whoever shares the descriptor may have made it non-blocking.
        int error = Marshal.GetLastPInvokeError();
        if (error == EAGAIN)
        {
            int* descriptors = stackalloc int[2] { fd, events };
            _ = poll(descriptors, 1, -1);
        }

        return error is EAGAIN or EINTR;
    }

    /// <summary>Whether a descriptor is ready now; what is broken is ready to say so.</summary>
    public static bool IsReady(int fd, short events)
    {
        int* descriptors = stackalloc int[2] { fd, events };
        return poll(descriptors, 1, 0) > 0;
    }

    /// <summary>struct rlimit of a 64-bit system.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public record struct ResourceLimit(ulong Soft, ulong Hard);
}

using System.Globalization;
using System.Text;

namespace PedOS.Agents.Posix.Native;

/// <summary>
/// Starts programs with posix_spawn: no copy of our address space, exactly three descriptors, clean signal state.
/// </summary>
internal static unsafe class Spawn
{
    private const short SetSigDefault = 0x04;
    private const short SetSigMask = 0x08;
    private const short SetSession = 0x80;

    /// <summary>Number of the first extra descriptor in the new program.</summary>
    public const int FirstExtra = 3;

    // Larger than posix_spawn_file_actions_t (80) and posix_spawnattr_t (336) of glibc and musl.
    private const int OpaqueSize = 512;

    /// <summary>Starts a program.</summary>
    /// <param name="options">What and how.</param>
    /// <param name="pid">Its process id.</param>
    /// <returns>
    /// 0, or the errno of what failed; the kernel's word on the executable included, unless a shell tells it as an exit
    /// code because very many descriptors are open.
    /// </returns>
    public static int Start(SpawnOptions options, out int pid)
    {
        int newest = Math.Max(options.Input, Math.Max(options.Output, options.Error));
        if (!DescriptorLimit.TryBeginStart(newest, out ulong limit))
        {
            return StartAt(Limited(options, limit), out pid);
        }

        try
        {
            return StartAt(options, out pid);
        }
        finally
        {
            DescriptorLimit.EndStart();
        }
    }

    // The shell becomes the program, under the same number.
    private static SpawnOptions Limited(SpawnOptions options, ulong limit)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"ulimit -Sn {limit}; exec \"$0\" \"$@\"");
        return options with
        {
            Path = "/bin/sh",
            Arguments = ["sh", "-c", line, options.Path, .. options.Arguments.Skip(1)],
        };
    }

    private static int StartAt(SpawnOptions options, out int pid)
    {
        byte* actions = stackalloc byte[OpaqueSize];
        byte* attributes = stackalloc byte[OpaqueSize];
        byte* mask = stackalloc byte[Libc.SigsetSize];
        byte* defaults = stackalloc byte[Libc.SigsetSize];
        pid = 0;
        KeepChildren();
        _ = Libc.posix_spawn_file_actions_init(actions);
        _ = Libc.posix_spawnattr_init(attributes);
        try
        {
            AddDescriptor(actions, options.Input, 0);
            AddDescriptor(actions, options.Output, 1);
            AddDescriptor(actions, options.Error, 2);
            int next = FirstExtra;
            foreach (int extra in options.Extra)
            {
                AddDescriptor(actions, extra, next++);
            }

            _ = Libc.posix_spawn_file_actions_addclosefrom_np(actions, next);

            _ = Libc.sigemptyset(mask);
            foreach (int signal in options.Blocked)
            {
                _ = Libc.sigaddset(mask, signal);
            }

            // The runtime ignores SIGPIPE, and an ignored signal stays ignored across exec.
            _ = Libc.sigemptyset(defaults);
            _ = Libc.sigaddset(defaults, Libc.SIGPIPE);
            for (int signal = 1; options.DefaultSignals && signal <= Libc.LastStandardSignal; signal++)
            {
                _ = Libc.sigaddset(defaults, signal);
            }

            _ = Libc.posix_spawnattr_setsigmask(attributes, mask);
            _ = Libc.posix_spawnattr_setsigdefault(attributes, defaults);
            _ = Libc.posix_spawnattr_setflags(
                attributes, (short)(SetSigDefault | SetSigMask | (options.NewSession ? SetSession : 0)));

            fixed (byte* path = Encoding.UTF8.GetBytes(options.Path + "\0"))
            {
                using StringVector argv = new(options.Arguments);
                using StringVector envp = new(options.Environment);
                int started;
                int error = Libc.posix_spawn(&started, path, actions, attributes, argv.Pointer, envp.Pointer);
                pid = error == 0 ? started : 0;
                return error;
            }
        }
        finally
        {
            _ = Libc.posix_spawnattr_destroy(attributes);
            _ = Libc.posix_spawn_file_actions_destroy(actions);
        }
    }

    // Whoever started us may have made us ignore the end of children; then the kernel collects them itself: nobody
    // learns an exit code, and a process id is another's before it has been opened. The runtime's own handler stays.
    private static void KeepChildren()
    {
        const int Words = 32;
        nint* old = stackalloc nint[Words];
        if (Libc.sigaction(Libc.SIGCHLD, null, old) == 0 && old[0] == Libc.SIG_IGN)
        {
            _ = Libc.signal(Libc.SIGCHLD, Libc.SIG_DFL);
        }
    }

    private static void AddDescriptor(byte* actions, int from, int to)
    {
        if (from >= 0)
        {
            _ = Libc.posix_spawn_file_actions_adddup2(actions, from, to);
        }
    }
}

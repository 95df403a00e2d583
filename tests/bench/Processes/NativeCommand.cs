using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PedOS.Bench.Processes;

/// <summary>
/// A command that is run many times with posix_spawn and awaited by the calling thread: the least there can be between
/// a clock and a process. Descriptors 0, 1 and 2 are files; the runtime's own are closed on exec.
/// </summary>
internal sealed partial class NativeCommand : IDisposable
{
    private const int SignalPipe = 13;
    private const short SetSignalDefault = 0x04;
    private const short SetSignalMask = 0x08;
    private const int ByProcessId = 1;
    private const int Exited = 4;
    private const int KeepStatus = 0x01000000;
    private const int WriteCreateTruncate = 0x241;

    // Larger than posix_spawn_file_actions_t, posix_spawnattr_t, sigset_t and siginfo_t of any libc.
    private const int OpaqueSize = 512;

    private readonly string _path;
    private readonly nint[] _arguments;
    private readonly nint[] _environment;
    private readonly byte[] _actions = new byte[OpaqueSize];
    private readonly byte[] _attributes = new byte[OpaqueSize];

    /// <summary>Prepares a command.</summary>
    /// <param name="path">Its executable.</param>
    /// <param name="arguments">Arguments after the program's name.</param>
    /// <param name="environment">All variables.</param>
    /// <param name="input">File it reads.</param>
    /// <param name="output">File it writes; made empty before.</param>
    /// <param name="error">File for its complaints; likewise.</param>
    public NativeCommand(
        string path,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        string input = "/dev/null",
        string output = "/dev/null",
        string error = "/dev/null")
    {
        _path = path;
        _arguments = Vector([path, .. arguments]);
        _environment = Vector(environment.Select(static pair => $"{pair.Key}={pair.Value}"));
        byte[] signals = new byte[OpaqueSize];
        Check(InitActions(_actions));
        Check(AddOpen(_actions, 0, input, 0, 0));
        Check(AddOpen(_actions, 1, output, WriteCreateTruncate, 0b110_100_100));
        Check(AddOpen(_actions, 2, error, WriteCreateTruncate, 0b110_100_100));
        Check(InitAttributes(_attributes));
        Check(EmptySet(signals));
        Check(SetMask(_attributes, signals));

        // The runtime ignores SIGPIPE, and an ignored signal stays ignored across exec.
        Check(AddToSet(signals, SignalPipe));
        Check(SetDefault(_attributes, signals));
        Check(SetFlags(_attributes, SetSignalDefault | SetSignalMask));
    }

    /// <summary>Runs it and waits for its end; kills it at the limit.</summary>
    /// <param name="limit">How long it may take.</param>
    /// <returns>Its exit code; 128 + N when signal N ended it, 137 also at the limit.</returns>
    /// <exception cref="Win32Exception">It could not be started.</exception>
    public int Run(TimeSpan limit)
    {
        Check(PosixSpawn(out int pid, _path, _actions, _attributes, _arguments, _environment));
        Lock gate = new();
        bool gone = false;
        using Timer timer = new(_ => KillUnlessGone(), null, limit, Timeout.InfiniteTimeSpan);

        // The status is left where it is until nobody can signal the number any more.
        while (WaitId(ByProcessId, pid, new byte[OpaqueSize], Exited | KeepStatus) != 0)
        {
            Debug.Assert(Marshal.GetLastPInvokeError() == 4, "interrupted");
        }

        lock (gate)
        {
            gone = true;
        }

        int reaped = WaitPid(pid, out int status, 0);
        int signal = status & 0x7f;
        return reaped != pid ? throw new Win32Exception(Marshal.GetLastPInvokeError(), "waitpid")
            : signal != 0 ? 128 + signal : (status >> 8) & 0xff;

        void KillUnlessGone()
        {
            lock (gate)
            {
                if (!gone)
                {
                    _ = TestKit.Programs.Signals.Send(pid, TestKit.Programs.Signals.Kill);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = DestroyActions(_actions);
        _ = DestroyAttributes(_attributes);
        Array.ForEach(_arguments, Marshal.FreeCoTaskMem);
        Array.ForEach(_environment, Marshal.FreeCoTaskMem);
    }

    private static nint[] Vector(IEnumerable<string> strings) => [.. strings.Select(Marshal.StringToCoTaskMemUTF8), 0];

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new Win32Exception(error);
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int PosixSpawn(
        out int pid, string path, byte[] actions, byte[] attributes, nint[] arguments, nint[] environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int InitActions(byte[] actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int DestroyActions(byte[] actions);

    [LibraryImport(
        "libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddOpen(byte[] actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int InitAttributes(byte[] attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial int DestroyAttributes(byte[] attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int SetMask(byte[] attributes, byte[] signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int SetDefault(byte[] attributes, byte[] signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int SetFlags(byte[] attributes, short flags);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    private static partial int EmptySet(byte[] signals);

    [LibraryImport("libc", EntryPoint = "sigaddset")]
    private static partial int AddToSet(byte[] signals, int signal);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    private static partial int WaitId(int idType, int id, byte[] info, int options);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitPid(int pid, out int status, int options);
}

using System.Runtime.InteropServices;
using PedOS.Agents.Posix.Native;

namespace PedOS.Agents.Posix.Processes;

/// <summary>
/// SIGUSR1 to QREXEC_AGENT_PID: the program that sent it wants to answer on its input socket. One process serves many
/// programs, so the sender decides which one is meant; it is known by its session. Needs the signal blocked in every
/// thread, so whoever starts this process blocks it before.
/// </summary>
public sealed unsafe class SwitchSignal
{
    // struct signalfd_siginfo: 128 bytes, ssi_pid at 12.
    private const int InfoSize = 128;
    private const int InfoPidOffset = 12;

    // Signals that arrive during a start, of sessions not known yet; more than these are nobody's (arbitrary).
    private const int MaxEarly = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, PosixProcess> _bySession = [];
    private readonly Queue<int> _early = new();
    private readonly int _descriptor;
    private int _starting;

    private SwitchSignal(int descriptor)
    {
        _descriptor = descriptor;
        Thread thread = new(Listen) { IsBackground = true, Name = "switch-signal" };
        thread.Start();
    }

    /// <summary>Begins to listen.</summary>
    /// <returns>Null when the system refuses; programs then cannot switch.</returns>
    public static SwitchSignal? TryStart()
    {
        byte* mask = stackalloc byte[Libc.SigsetSize];
        _ = Libc.sigemptyset(mask);
        _ = Libc.sigaddset(mask, Libc.SIGUSR1);
        int descriptor = Libc.signalfd(-1, mask, Libc.SFD_CLOEXEC);
        return descriptor < 0 ? null : new SwitchSignal(descriptor);
    }

    /// <summary>A program is about to be started, and may ask before it is watched.</summary>
    internal void BeginStart()
    {
        lock (_lock)
        {
            _starting++;
        }
    }

    /// <summary>The start that was begun has failed, or its program is watched by now.</summary>
    internal void EndStart()
    {
        lock (_lock)
        {
            // What was kept is nobody's: the number of a program that has ended is given to another one some day.
            _starting--;
            if (_starting == 0)
            {
                _early.Clear();
            }
        }
    }

    /// <summary>Serves a program until it ends.</summary>
    internal void Watch(PosixProcess process)
    {
        bool early;
        lock (_lock)
        {
            // A program may be faster than whoever started it.
            early = _early.Contains(process.Id);
            _bySession[process.Id] = process;
        }

        if (early)
        {
            process.SwitchOutput();
        }

        _ = process.Exited.ContinueWith(
            (_, state) => ((SwitchSignal)state!).Forget(process),
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private void Forget(PosixProcess process)
    {
        lock (_lock)
        {
            if (_bySession.GetValueOrDefault(process.Id) == process)
            {
                _ = _bySession.Remove(process.Id);
            }
        }
    }

    private void Listen()
    {
        byte* info = stackalloc byte[InfoSize];
        while (Libc.read(_descriptor, info, InfoSize) == InfoSize || Marshal.GetLastPInvokeError() == Libc.EINTR)
        {
            Find(*(int*)(info + InfoPidOffset))?.SwitchOutput();
        }
    }

    private PosixProcess? Find(int sender)
    {
        int session = Libc.getsid(sender);
        lock (_lock)
        {
            if (!_bySession.TryGetValue(session, out PosixProcess? process) && _starting > 0)
            {
                _early.Enqueue(session);
                if (_early.Count > MaxEarly)
                {
                    _ = _early.Dequeue();
                }
            }

            return process;
        }
    }
}

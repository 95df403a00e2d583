using System.ComponentModel;
using System.Runtime.InteropServices;
using PedOS.Agents.Clock;
using PedOS.Agents.Posix.Native;

namespace PedOS.Agents.Posix.Clock;

/// <summary>The clock of Linux; setting it takes CAP_SYS_TIME.</summary>
public sealed unsafe class PosixClock : ISystemClock
{
    private const long NanosecondsPerTick = 100;

    /// <summary>The clock of this machine, or the stand-in that the environment names.</summary>
    public static ISystemClock Open() =>
        Environment.GetEnvironmentVariable(StandInClock.Variable) is { Length: > 0 } path
            ? new StandInClock(path)
            : new PosixClock();

    /// <inheritdoc/>
    public DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <inheritdoc/>
    public TimeSpan Uptime => TimeSpan.FromMilliseconds(Environment.TickCount64);

    /// <inheritdoc/>
    public void Move(TimeSpan by)
    {
        long ticks = (Now + by - DateTimeOffset.UnixEpoch).Ticks;
        long* time = stackalloc long[2];
        time[0] = ticks / TimeSpan.TicksPerSecond;
        time[1] = ticks % TimeSpan.TicksPerSecond * NanosecondsPerTick;
        if (Libc.clock_settime(Libc.CLOCK_REALTIME, time) != 0)
        {
            Win32Exception system = new(Marshal.GetLastPInvokeError());
            throw new IOException($"the clock cannot be set: {system.Message}; it takes CAP_SYS_TIME", system);
        }
    }
}

using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Clock;
using PedOS.Agents.Windows.Interop;
using PedOS.Agents.Windows.Security;

namespace PedOS.Agents.Windows.Clock;

/// <summary>
/// The clock of Windows. LocalSystem and administrators may set it; the privilege is switched on at the first use.
/// </summary>
public sealed class WindowsClock : ISystemClock
{
    private const string Privilege = "SeSystemtimePrivilege";

    /// <inheritdoc/>
    public DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <inheritdoc/>
    public TimeSpan Uptime => TimeSpan.FromMilliseconds(Environment.TickCount64);

    /// <inheritdoc/>
    public unsafe void Move(TimeSpan by)
    {
        EnablePrivilege();

        // Half a millisecond, because what is below one is cut off.
        DateTimeOffset time = Now + by + TimeSpan.FromMicroseconds(500);
        Kernel32.SystemTime system = new()
        {
            Year = (ushort)time.Year,
            Month = (ushort)time.Month,
            DayOfWeek = (ushort)time.DayOfWeek,
            Day = (ushort)time.Day,
            Hour = (ushort)time.Hour,
            Minute = (ushort)time.Minute,
            Second = (ushort)time.Second,
            Milliseconds = (ushort)time.Millisecond,
        };
        if (!Kernel32.SetSystemTime(&system))
        {
            throw Win32Error.Last("the clock cannot be set; LocalSystem and administrators may");
        }
    }

    // Whether it worked shows when the clock is set.
    private static unsafe void EnablePrivilege()
    {
        using SafeAccessTokenHandle token =
            ProcessToken.Open(Advapi32.TOKEN_ADJUST_PRIVILEGES | Advapi32.TOKEN_QUERY);
        Advapi32.TokenPrivilege privilege = new() { Count = 1, Attributes = Advapi32.SE_PRIVILEGE_ENABLED };
        if (Advapi32.LookupPrivilegeValue(null, Privilege, out privilege.Luid))
        {
            _ = Advapi32.AdjustTokenPrivileges(token, 0, &privilege, 0, 0, 0);
        }
    }
}

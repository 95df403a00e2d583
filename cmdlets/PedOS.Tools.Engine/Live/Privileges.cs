using System.Runtime.InteropServices;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <summary>Rights that this process has and that must be switched on before they count.</summary>
internal static class Privileges
{
    /// <summary>Switches a privilege on for this process.</summary>
    /// <param name="privilege">Its name, as winnt.h spells it.</param>
    /// <param name="subject">What it is needed for, for messages.</param>
    public static void Enable(string privilege, string subject)
    {
        if (!Advapi32.OpenProcessToken(
            Kernel32.GetCurrentProcess(),
            Advapi32.TOKEN_ADJUST_PRIVILEGES | Advapi32.TOKEN_QUERY,
            out ProcessHandle token))
        {
            throw Win32Error.Last("OpenProcessToken", subject);
        }

        using (token)
        {
            Advapi32.TokenPrivilege wanted = new() { Count = 1, Attributes = Advapi32.SE_PRIVILEGE_ENABLED };
            bool isDone = Advapi32.LookupPrivilegeValue(null, privilege, out wanted.Luid)
                && Advapi32.AdjustTokenPrivileges(token, disableAll: false, wanted, 0, IntPtr.Zero, IntPtr.Zero);
            int error = Marshal.GetLastWin32Error();
            if (!isDone || error == Win32Error.ERROR_NOT_ALL_ASSIGNED)
            {
                throw Win32Error.Failure("AdjustTokenPrivileges", $"{subject} ({privilege})", error);
            }
        }
    }
}

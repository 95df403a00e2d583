using System.Runtime.InteropServices;

namespace PedOS.Tools.Engine.Native;

/// <summary>Local accounts.</summary>
internal static class Netapi32
{
    public const uint USER_INFO_1003 = 1003;
    public const uint USER_INFO_24 = 24;
    public const int NERR_UserNotFound = 2221;
    public const int NERR_PasswordTooShort = 2245;

    /// <returns>An error number, not through the last error.</returns>
    [DllImport("netapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
    public static extern int NetUserSetInfo(
        string? machine, string account, uint level, in UserPassword information, out uint wrongParameter);

    /// <returns>An error number, not through the last error.</returns>
    [DllImport("netapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
    public static extern int NetUserGetInfo(string? machine, string account, uint level, out IntPtr information);

    /// <returns>An error number, not through the last error.</returns>
    [DllImport("netapi32.dll", ExactSpelling = true)]
    public static extern int NetApiBufferFree(IntPtr buffer);

    /// <summary>USER_INFO_1003.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct UserPassword
    {
        public IntPtr Password;
    }
}

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PedOS.Agents.Windows.Interop;

/// <summary>Sessions.</summary>
internal static partial class Wtsapi32
{
    public const int WTSActive = 0;
    public const int WTSUserName = 5;
    public const int WTSDomainName = 7;
    public const uint NOTIFY_FOR_ALL_SESSIONS = 1;

    [LibraryImport("wtsapi32.dll", EntryPoint = "WTSEnumerateSessionsW", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool WTSEnumerateSessions(
        nint server, uint reserved, uint version, out nint sessions, out uint count);

    [LibraryImport("wtsapi32.dll", EntryPoint = "WTSQuerySessionInformationW", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool WTSQuerySessionInformation(
        nint server, uint session, int kind, out nint buffer, out uint bytes);

    [LibraryImport("wtsapi32.dll")]
    public static partial void WTSFreeMemory(nint memory);

    [LibraryImport("wtsapi32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool WTSQueryUserToken(uint session, out SafeAccessTokenHandle token);

    [LibraryImport("wtsapi32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool WTSRegisterSessionNotification(nint window, uint flags);

    [LibraryImport("wtsapi32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool WTSUnRegisterSessionNotification(nint window);

    /// <summary>WTS_SESSION_INFOW.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct SessionInfo
    {
        public uint SessionId;
        public nint WinStationName;
        public int State;
    }
}

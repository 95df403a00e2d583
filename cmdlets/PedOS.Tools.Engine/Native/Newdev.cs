using System.Runtime.InteropServices;

namespace PedOS.Tools.Engine.Native;

/// <summary>Driver packages and the devices they fit.</summary>
internal static class Newdev
{
    [DllImport("newdev.dll", EntryPoint = "DiInstallDriverW", CharSet = CharSet.Unicode, ExactSpelling = true,
        SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool DiInstallDriver(
        IntPtr window, string inf, uint flags, [MarshalAs(UnmanagedType.Bool)] out bool needsRestart);

    /// <summary>Windows 10 1703 and later.</summary>
    [DllImport("newdev.dll", EntryPoint = "DiUninstallDriverW", CharSet = CharSet.Unicode, ExactSpelling = true,
        SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool DiUninstallDriver(
        IntPtr window, string inf, uint flags, [MarshalAs(UnmanagedType.Bool)] out bool needsRestart);
}

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PedOS.Agents.Windows.Interop;

/// <summary>Changes of registry keys.</summary>
internal static partial class Advapi32
{
    public const uint REG_NOTIFY_CHANGE_NAME = 0x1;
    public const uint REG_NOTIFY_CHANGE_LAST_SET = 0x4;

    /// <summary>The notification outlives the thread that asked for it (Windows 8 and later).</summary>
    public const uint REG_NOTIFY_THREAD_AGNOSTIC = 0x1000_0000;

    /// <returns>An error number, not through the last error.</returns>
    [LibraryImport("advapi32.dll")]
    public static partial int RegNotifyChangeKeyValue(
        SafeRegistryHandle key,
        [MarshalAs(UnmanagedType.Bool)] bool watchSubtree,
        uint filter,
        SafeWaitHandle signal,
        [MarshalAs(UnmanagedType.Bool)] bool asynchronous);
}

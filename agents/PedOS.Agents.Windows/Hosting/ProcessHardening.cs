using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Hosting;

/// <summary>What every program of ours does first, before it loads or starts anything.</summary>
public static class ProcessHardening
{
    /// <summary>
    /// Takes DLLs from the system directory alone (not from beside the program, the current directory or PATH), ends
    /// the process at the first sign of a corrupted heap instead of going on with it, keeps system dialogs from
    /// waiting for somebody who is not there, and passes nothing on to programs that it starts but what it means to:
    /// whatever came from its own starter stops here. None of them can be undone; programs that we start have their
    /// own error mode.
    /// </summary>
    public static void Apply()
    {
        // Each of them can only fail on a system too old to know it, and then there is nothing better.
        _ = Kernel32.SetDefaultDllDirectories(Kernel32.LOAD_LIBRARY_SEARCH_SYSTEM32);
        _ = Kernel32.HeapSetInformation(0, Kernel32.HeapEnableTerminationOnCorruption, 0, 0);
        _ = Kernel32.SetErrorMode(
            Kernel32.SEM_FAILCRITICALERRORS | Kernel32.SEM_NOGPFAULTERRORBOX | Kernel32.SEM_NOOPENFILEERRORBOX);
        KeepInheritedHandles();
    }

    private static void KeepInheritedHandles()
    {
        // Standard handles are passed on openly, when a program is started with ours.
        ReadOnlySpan<nint> standard =
        [
            Kernel32.GetStdHandle(Kernel32.STD_INPUT_HANDLE),
            Kernel32.GetStdHandle(Kernel32.STD_OUTPUT_HANDLE),
            Kernel32.GetStdHandle(Kernel32.STD_ERROR_HANDLE),
        ];
        foreach (nint handle in InheritableHandles.Find(CountHandles, IsInheritable))
        {
            if (!standard.Contains(handle))
            {
                _ = Kernel32.SetHandleInformation(handle, Kernel32.HANDLE_FLAG_INHERIT, 0);
            }
        }
    }

    private static uint CountHandles() =>
        Kernel32.GetProcessHandleCount(Kernel32.GetCurrentProcess(), out uint open) ? open : 0;

    private static bool? IsInheritable(nint handle) => Kernel32.GetHandleInformation(handle, out uint flags)
        ? (flags & Kernel32.HANDLE_FLAG_INHERIT) != 0
        : null;
}

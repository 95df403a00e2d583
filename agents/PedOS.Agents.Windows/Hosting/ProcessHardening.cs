using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Hosting;

/// <summary>What every program of ours does first, before it loads or starts anything.</summary>
public static class ProcessHardening
{
    /// <summary>
    /// Takes DLLs from the system directory alone (not from beside the program, the current directory or PATH), ends
    /// the process at the first sign of a corrupted heap instead of going on with it, and keeps system dialogs from
    /// waiting for somebody who is not there. None of the three can be undone; programs that we start have their own
    /// error mode.
    /// </summary>
    public static void Apply()
    {
        // Each of them can only fail on a system too old to know it, and then there is nothing better.
        _ = Kernel32.SetDefaultDllDirectories(Kernel32.LOAD_LIBRARY_SEARCH_SYSTEM32);
        _ = Kernel32.HeapSetInformation(0, Kernel32.HeapEnableTerminationOnCorruption, 0, 0);
        _ = Kernel32.SetErrorMode(
            Kernel32.SEM_FAILCRITICALERRORS | Kernel32.SEM_NOGPFAULTERRORBOX | Kernel32.SEM_NOOPENFILEERRORBOX);
    }
}

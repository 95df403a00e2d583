using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Hosting;

/// <summary>What every program of ours does first, before it loads or starts anything.</summary>
public static class ProcessHardening
{
    // Handles are multiples of four and given out from below; a process that has just begun has few.
    private const int HandleStep = 4;
    private const int MaxHandlesLookedAt = 4096;

    // Where the system does not count them (Wine), the first gap as long as this is taken for their end.
    private const int Gap = 32;

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
        bool isCounted = Kernel32.GetProcessHandleCount(Kernel32.GetCurrentProcess(), out uint open) && open > 0;

        // Standard handles are passed on openly, when a program is started with ours.
        ReadOnlySpan<nint> standard =
        [
            Kernel32.GetStdHandle(Kernel32.STD_INPUT_HANDLE),
            Kernel32.GetStdHandle(Kernel32.STD_OUTPUT_HANDLE),
            Kernel32.GetStdHandle(Kernel32.STD_ERROR_HANDLE),
        ];
        nint handle = 0;
        int missed = 0;
        for (int looked = 0; (isCounted ? open > 0 : missed < Gap) && looked < MaxHandlesLookedAt; looked++)
        {
            handle += HandleStep;
            if (!Kernel32.GetHandleInformation(handle, out uint flags))
            {
                missed++;
                continue;
            }

            open -= isCounted ? 1u : 0;
            missed = 0;
            if ((flags & Kernel32.HANDLE_FLAG_INHERIT) != 0 && !standard.Contains(handle))
            {
                _ = Kernel32.SetHandleInformation(handle, Kernel32.HANDLE_FLAG_INHERIT, 0);
            }
        }
    }
}

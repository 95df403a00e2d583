using System.Runtime.InteropServices;

namespace PedOS.Agents.Windows.Interop;

/// <summary>Consoles.</summary>
internal static unsafe partial class Kernel32
{
    /// <returns>Processes of this console, also when there is no room for all; 0 without a console.</returns>
    [LibraryImport("kernel32.dll", SetLastError = true)]
    public static partial uint GetConsoleProcessList(uint* processes, uint count);

    /// <returns>0 without a console.</returns>
    [LibraryImport("kernel32.dll")]
    public static partial uint GetConsoleCP();

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool SetConsoleCP(uint codePage);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool SetConsoleOutputCP(uint codePage);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool AllocConsole();
}

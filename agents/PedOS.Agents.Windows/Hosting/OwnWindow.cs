using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Hosting;

/// <summary>The console of a program that somebody has started by a double click.</summary>
public static class OwnWindow
{
    /// <summary>
    /// Whether this process has a console that no other one uses, with its input and output, on a desktop that somebody
    /// sees. It closes with the process. A program at a prompt shares that of the prompt; one of a service is seen by
    /// nobody.
    /// </summary>
    public static unsafe bool IsHere
    {
        get
        {
            uint* processes = stackalloc uint[2];
            return Kernel32.GetConsoleProcessList(processes, 2) == 1
                && !Console.IsInputRedirected
                && !Console.IsOutputRedirected
                && Environment.UserInteractive;
        }
    }
}

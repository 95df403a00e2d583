using System.ComponentModel;
using System.Diagnostics;

namespace PedOS.Setup;

/// <summary>The rights of an administrator, which Windows gives to a program when it starts.</summary>
internal static class Elevation
{
    // ERROR_CANCELLED
    private const int Refused = 1223;

    /// <summary>Starts this program again as an administrator, in a window of its own; Windows asks for that.</summary>
    /// <param name="words">Its command line.</param>
    /// <param name="problem">Why it was not started; "" when it was.</param>
    public static void StartAgain(IReadOnlyList<string> words, out string problem)
    {
        ProcessStartInfo start = new(Environment.ProcessPath ?? "setup.exe", words)
        {
            // The only way to ask for them; no other program is looked for.
            UseShellExecute = true,
            Verb = "runas",
        };
        try
        {
            using Process? again = Process.Start(start);
            problem = "";
        }
        catch (Win32Exception e)
        {
            problem = e.NativeErrorCode == Refused
                ? "only an administrator may change what is installed, and that was not allowed"
                : $"Windows does not start setup as an administrator: {e.Message} (error {e.NativeErrorCode})";
        }
    }
}

using System.ComponentModel;
using System.Runtime.InteropServices;
using PedOS.TestKit.Programs;

namespace PedOS.Bench.Processes;

/// <summary>
/// Processes of a guest whose parent has ended before them. The original leaves the ones of each call behind, and their
/// CPU time with them; they come to us instead of to init, and are counted.
/// </summary>
internal static partial class Orphans
{
    private const int BecomeSubreaper = 36;
    private const int DoNotWait = 1;

    // struct rusage of 64-bit Linux: ru_utime and ru_stime are each seconds and microseconds of 8 bytes.
    private const int UsageSize = 144;

    // The daemon's side has orphans of its own, which are no guest's.
    private static readonly string[] OfDom0 = ["qrexec-client", "qrexec-daemon", "qrexec-policy"];

    /// <summary>From now on they become our children.</summary>
    /// <exception cref="Win32Exception">The system refused.</exception>
    public static void Adopt()
    {
        if (Control(BecomeSubreaper, 1, 0, 0, 0) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), "prctl");
        }
    }

    /// <summary>Takes away those that have ended; to be called while no program of ours is ending.</summary>
    /// <returns>CPU time of those that belonged to a guest, their own children included.</returns>
    public static TimeSpan Collect()
    {
        TimeSpan sum = TimeSpan.Zero;
        foreach (int child in ProcessFigures.Children(Environment.ProcessId).Where(ProcessFigures.IsZombie))
        {
            bool isGuests = !OfDom0.Contains(ProcessFigures.NameOf(child), StringComparer.Ordinal);
            long[] usage = new long[UsageSize / sizeof(long)];
            if (Wait(child, out _, DoNotWait, usage) == child && isGuests)
            {
                sum += TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3]);
            }
        }

        return sum;
    }

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int Control(int option, nuint first, nuint second, nuint third, nuint fourth);

    [LibraryImport("libc", EntryPoint = "wait4")]
    private static partial int Wait(int process, out int status, int options, [Out] long[] usage);
}

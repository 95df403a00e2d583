using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace PedOS.Bench.Processes;

/// <summary>CPU time of a process and of the children it has waited for.</summary>
internal static partial class ProcessTimes
{
    // USER_HZ of every Linux on this architecture: the figures come in steps of 10 ms.
    private const double TicksPerSecond = 100;

    private const int Children = -1;

    // struct rusage of 64-bit Linux: ru_utime and ru_stime are each seconds and microseconds of 8 bytes.
    private const int UsageSize = 144;

    // Fields of /proc/PID/stat, counted from the state: utime, stime, cutime, cstime.
    private static readonly int[] Fields = [11, 12, 13, 14];

    /// <summary>utime + stime + cutime + cstime.</summary>
    /// <exception cref="IOException">There is no such process.</exception>
    public static TimeSpan Read(int processId)
    {
        string stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));

        // After the name, which may itself hold blanks and parentheses.
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds(
            Fields.Sum(field => long.Parse(fields[field], CultureInfo.InvariantCulture)) / TicksPerSecond);
    }

    /// <summary>What all children of this process took that it has waited for; in microseconds, not in ticks.</summary>
    /// <exception cref="Win32Exception">The system refused.</exception>
    public static TimeSpan OfEndedChildren()
    {
        long[] usage = new long[UsageSize / sizeof(long)];
        return GetUsage(Children, usage) == 0
            ? TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3])
            : throw new Win32Exception(Marshal.GetLastPInvokeError(), "getrusage");
    }

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    private static partial int GetUsage(int who, [Out] long[] usage);
}

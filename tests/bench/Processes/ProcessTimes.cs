using System.Globalization;

namespace PedOS.Bench.Processes;

/// <summary>CPU time of a process and of the children it has waited for.</summary>
internal static class ProcessTimes
{
    // USER_HZ of every Linux on this architecture: the figures come in steps of 10 ms.
    private const double TicksPerSecond = 100;

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
}

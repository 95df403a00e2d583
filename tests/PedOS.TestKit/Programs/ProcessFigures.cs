using System.Globalization;
using System.Runtime.Versioning;

namespace PedOS.TestKit.Programs;

/// <summary>What /proc says about a process.</summary>
/// <param name="Resident">Bytes of memory it holds (VmRSS).</param>
/// <param name="Peak">Most it ever held (VmHWM).</param>
/// <param name="CpuTime">User and system time.</param>
[SupportedOSPlatform("linux")]
public readonly record struct ProcessFigures(long Resident, long Peak, TimeSpan CpuTime)
{
    // USER_HZ of every Linux on this architecture.
    private const double TicksPerSecond = 100;

    /// <summary>Tasks that ran or waited for a processor, averaged over the last minute.</summary>
    public static double WaitingTasks =>
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>Reads them.</summary>
    /// <returns>Null when there is no such process, or only a zombie of it.</returns>
    public static ProcessFigures? Read(int processId)
    {
        try
        {
            string directory = DirectoryOf(processId);
            string[] status = File.ReadAllLines(Path.Combine(directory, "status"));
            string[] stat = StatFields(directory);
            long ticks =
                long.Parse(stat[11], CultureInfo.InvariantCulture) + long.Parse(stat[12], CultureInfo.InvariantCulture);
            return Array.Exists(status, line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
                ? new ProcessFigures(
                    Kibibytes(status, "VmRSS:"),
                    Kibibytes(status, "VmHWM:"),
                    TimeSpan.FromSeconds(ticks / TicksPerSecond))
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Ids of all processes.</summary>
    public static IEnumerable<int> All()
    {
        foreach (string directory in Directory.GetDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out int id))
            {
                yield return id;
            }
        }
    }

    /// <summary>Ids of the direct children of a process.</summary>
    public static IReadOnlyList<int> Children(int processId) => [.. All().Where(id => ParentOf(id) == processId)];

    /// <summary>Whether a process has ended and nobody has asked for its status yet.</summary>
    public static bool IsZombie(int processId)
    {
        try
        {
            return StatFields(DirectoryOf(processId))[0] == "Z";
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Variables a process was started with, each ended by a NUL; empty when they cannot be read.</summary>
    public static byte[] EnvironmentOf(int processId)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(DirectoryOf(processId), "environ"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Name of the program a process runs, as the kernel keeps it (15 bytes).</summary>
    public static string? NameOf(int processId)
    {
        try
        {
            return File.ReadAllText(Path.Combine(DirectoryOf(processId), "comm")).TrimEnd('\n');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string DirectoryOf(int processId) =>
        string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}");

    private static int ParentOf(int processId)
    {
        try
        {
            return int.Parse(StatFields(DirectoryOf(processId))[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return -1;
        }
    }

    // The fields after the program's name, which may itself hold blanks and parentheses: state is the first of them.
    private static string[] StatFields(string directory)
    {
        string stat = File.ReadAllText(Path.Combine(directory, "stat"));
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
    }

    private static long Kibibytes(string[] status, string key)
    {
        string line = status.First(line => line.StartsWith(key, StringComparison.Ordinal));
        string number = line[key.Length..].Replace("kB", string.Empty, StringComparison.Ordinal);
        return long.Parse(number, CultureInfo.InvariantCulture) * 1024;
    }
}

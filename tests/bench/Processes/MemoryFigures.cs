using System.Globalization;
using PedOS.TestKit.Programs;

namespace PedOS.Bench.Processes;

/// <summary>Memory of processes, in bytes.</summary>
/// <param name="Resident">Pages present, shared ones counted in full in each.</param>
/// <param name="Proportional">Shared pages divided by those who share them.</param>
/// <param name="Private">Pages nobody else has.</param>
/// <param name="Peak">Most that was ever present.</param>
internal readonly record struct MemoryFigures(long Resident, long Proportional, long Private, long Peak)
{
    /// <summary>Sum over processes.</summary>
    /// <exception cref="IOException">One of them is gone.</exception>
    public static MemoryFigures Read(IEnumerable<int> processes)
    {
        MemoryFigures sum = default;
        foreach (int process in processes)
        {
            string[] rollup =
                File.ReadAllLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/smaps_rollup"));
            ProcessFigures figures =
                ProcessFigures.Read(process) ?? throw new IOException($"process {process} is gone");
            sum = new MemoryFigures(
                sum.Resident + figures.Resident,
                sum.Proportional + Bytes(rollup, "Pss:"),
                sum.Private + Bytes(rollup, "Private_Clean:") + Bytes(rollup, "Private_Dirty:"),
                sum.Peak + figures.Peak);
        }

        return sum;
    }

    private static long Bytes(string[] rollup, string key)
    {
        string line = rollup.First(line => line.StartsWith(key, StringComparison.Ordinal));
        string number = line[key.Length..].Replace("kB", string.Empty, StringComparison.Ordinal);
        return long.Parse(number, CultureInfo.InvariantCulture) * 1024;
    }
}

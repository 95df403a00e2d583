using System.Diagnostics;
using System.Text;
using PedOS.TestKit.Programs;

namespace PedOS.Bench.Processes;

/// <summary>
/// The long-lived processes of one guest: the agent, and its wrapper if it has one. The wrapper is nobody's child; it
/// is known by its name and by the directory of vchans in its environment.
/// </summary>
/// <param name="agent">Process id of the agent.</param>
/// <param name="vchanDirectory">VCHAN_SOCKET_DIR of this guest alone.</param>
internal sealed class GuestProcesses(int agent, string vchanDirectory)
{
    private static readonly TimeSpan SettleStep = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(5);

    private readonly byte[] _mark = Encoding.UTF8.GetBytes($"VCHAN_SOCKET_DIR={vchanDirectory}\0");
    private int[]? _members;
    private TimeSpan _orphans;

    /// <summary>Agent and wrapper; to be asked for once a call was answered, the wrapper is there by then.</summary>
    public IReadOnlyList<int> Members => _members ??= Find();

    /// <summary>CPU time of them and of their descendants that have ended, as far as settled.</summary>
    /// <exception cref="IOException">One of them is gone.</exception>
    public TimeSpan CpuTime => Members.Aggregate(_orphans, (sum, process) => sum + ProcessTimes.Read(process));

    /// <summary>Waits until no call runs and nobody computes, so that work is counted where it belongs.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        long begin = Stopwatch.GetTimestamp();
        TimeSpan before = CpuTime;
        while (Stopwatch.GetElapsedTime(begin) < SettleLimit)
        {
            await Task.Delay(SettleStep, cancellationToken);
            _orphans += Orphans.Collect();
            TimeSpan now = CpuTime;
            if (now == before && !HasChildren())
            {
                return;
            }

            before = now;
        }
    }

    /// <summary>Whether a process of a call is still there.</summary>
    public bool HasChildren() => Members.Any(process => ProcessFigures.Children(process).Except(Members).Any());

    private int[] Find() =>
    [
        agent,
        .. ProcessFigures.All().Where(process =>
            ProcessFigures.NameOf(process) == "qrexec-wrapper"
            && ProcessFigures.EnvironmentOf(process).AsSpan().IndexOf(_mark) >= 0),
    ];
}

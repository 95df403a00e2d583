using System.Diagnostics;
using PedOS.Agents.Posix.Native;
using PedOS.Agents.Posix.Processes;
using Xunit;

namespace PedOS.Agents.Posix.Tests.Processes;

public sealed class ChildReaperTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    // Both ways of waiting must tell the same: one thread for all, and a thread for each where the kernel is old.
    public static TheoryData<bool> Ways { get; } = [true, false];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Watch_TellsTheExitCode(bool withPidfd)
    {
        ChildReaper reaper = Create(withPidfd);
        foreach (int code in (int[])[0, 1, 125, 255])
        {
            Assert.Equal(code, await reaper.Watch(Start($"exit {code}")).WaitAsync(Limit, Stop));
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Watch_TellsTheSignal(bool withPidfd)
    {
        ChildReaper reaper = Create(withPidfd);
        Assert.Equal(128 + 9, await reaper.Watch(Start("kill -9 $$")).WaitAsync(Limit, Stop));
        Assert.Equal(128 + 15, await reaper.Watch(Start("kill -15 $$")).WaitAsync(Limit, Stop));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Watch_TellsAtOnce_WhenTheChildHasEndedBefore(bool withPidfd)
    {
        int pid = Start("exit 7");
        while (!IsZombie(pid))
        {
            await Task.Delay(2, Stop);
        }

        Assert.Equal(7, await Create(withPidfd).Watch(pid).WaitAsync(Limit, Stop));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Watch_TellsEachItsOwn_WhenManyEndAtOnce(bool withPidfd)
    {
        ChildReaper reaper = Create(withPidfd);
        Task<int>[] exits = [.. Enumerable.Range(0, 100).Select(n => reaper.Watch(Start($"exit {n}")))];
        Assert.Equal(Enumerable.Range(0, 100), await Task.WhenAll(exits).WaitAsync(Limit, Stop));
        int[] left = [.. Directory.GetFiles("/proc/self/fd").Where(IsPidfd).Select(_ => 1)];
        Assert.Empty(left);
    }

    [Fact]
    public async Task Watch_LeavesTheChildrenOfOthersAlone()
    {
        ChildReaper reaper = Create(withPidfd: true);
        using Process other = Process.Start("/bin/sh", ["-c", "exit 3"]);
        Assert.Equal(5, await reaper.Watch(Start("exit 5")).WaitAsync(Limit, Stop));
        await other.WaitForExitAsync(Stop);
        Assert.Equal(3, other.ExitCode);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static ChildReaper Create(bool withPidfd) => new(withPidfd ? Libc.OpenPidfd : _ => -1);

    private static int Start(string script)
    {
        Assert.Equal(0, Spawn.Start(new SpawnOptions("/bin/sh", ["sh", "-c", script], []), out int pid));
        return pid;
    }

    private static bool IsZombie(int pid) =>
        File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);

    private static bool IsPidfd(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: false)?.Name
                .Contains("pidfd", StringComparison.Ordinal) == true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}

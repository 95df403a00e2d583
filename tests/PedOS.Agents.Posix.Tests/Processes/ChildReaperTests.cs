using System.Diagnostics;
using System.Globalization;
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
    public async Task Watch_WaitsNoLongerForAChildThatHasEnded_WhenSomebodyHasItsDescriptor()
    {
        int copy = -1;
        try
        {
            // As a child has it that is just being started, between fork and exec.
            ChildReaper reaper = new(child =>
            {
                int pidfd = Libc.OpenPidfd(child);
                copy = Libc.dup(pidfd);
                return pidfd;
            });
            int pid = Start("exec sleep 1000");
            Task<int> exit = reaper.Watch(pid);
            Assert.Contains(pid, AwaitedByEpoll());
            using (var child = Process.GetProcessById(pid))
            {
                child.Kill();
            }

            Assert.Equal(128 + 9, await exit.WaitAsync(Limit, Stop));
            Assert.DoesNotContain(pid, AwaitedByEpoll());
        }
        finally
        {
            _ = Libc.close(copy);
        }
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

    // What the epoll sets of this process wait for, by the data that was given with it: a reaper gives the process id.
    private static IEnumerable<int> AwaitedByEpoll() =>
        Directory.GetFiles("/proc/self/fdinfo")
            .SelectMany(static file => ReadLines(file))
            .Where(static line => line.StartsWith("tfd:", StringComparison.Ordinal))
            .Select(static line => line.Split("data:")[1].TrimStart().Split(' ')[0])
            .Select(static data => ulong.Parse(data, NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            .Where(static data => data <= int.MaxValue)
            .Select(static data => (int)data);

    private static string[] ReadLines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (IOException)
        {
            // Closed meanwhile.
            return [];
        }
    }

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

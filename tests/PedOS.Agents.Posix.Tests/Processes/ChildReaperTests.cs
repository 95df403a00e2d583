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
            int pidfd = -1;
            ChildReaper reaper = new(child =>
            {
                pidfd = Libc.OpenPidfd(child);
                copy = Libc.dup(pidfd);
                return pidfd;
            });
            int pid = Start("exec sleep 1000");
            Task<int> exit = reaper.Watch(pid);
            string awaited = Assert.Single(AwaitedByEpoll(pidfd));
            using (var child = Process.GetProcessById(pid))
            {
                child.Kill();
            }

            Assert.Equal(128 + 9, await exit.WaitAsync(Limit, Stop));
            Assert.DoesNotContain(awaited, AwaitedByEpoll(pidfd));
        }
        finally
        {
            _ = Libc.close(copy);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Watch_Ends_WhenSomebodyElseHasCollectedTheChild(bool withPidfd)
    {
        int pidfd = -1;
        int copy = -1;
        ChildReaper reaper = new(child =>
        {
            pidfd = Libc.OpenPidfd(child);
            copy = Libc.dup(pidfd);
            Collect(child);
            return withPidfd ? pidfd : -1;
        });
        try
        {
            Assert.Equal(255, await reaper.Watch(Start("exit 7")).WaitAsync(Limit, Stop));

            // Nothing is left that would be ready again and again.
            Assert.Empty(AwaitedByEpoll(pidfd));
        }
        finally
        {
            _ = Libc.close(copy);
            _ = withPidfd ? 0 : Libc.close(pidfd);
        }
    }

    [Fact]
    public async Task Watch_TellsEachItsOwn_WhenAnotherHasTheProcessIdOfOneThatIsGone()
    {
        // A process id is given again as soon as its owner is collected: here both are said to have the first one's.
        Queue<int> real = new([Start("read line; exit 3"), Start("exec sleep 1000")]);
        (int first, int second) = (real.Peek(), real.Last());
        ChildReaper reaper = new(_ => Libc.OpenPidfd(real.Dequeue()));
        Task<int> firstExit = reaper.Watch(first);
        Task<int> secondExit = reaper.Watch(first);
        using (var child = Process.GetProcessById(second))
        {
            child.Kill();
        }

        Assert.Equal(128 + 9, await secondExit.WaitAsync(Limit, Stop));
        Assert.Equal(3, await firstExit.WaitAsync(Limit, Stop));
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

    // What the epoll sets of this process say of a descriptor; a closed one is still there while somebody has a copy.
    private static IEnumerable<string> AwaitedByEpoll(int descriptor) =>
        Directory.GetFiles("/proc/self/fdinfo")
            .SelectMany(static file => ReadLines(file))
            .Where(static line => line.StartsWith("tfd:", StringComparison.Ordinal))
            .Where(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1] ==
                descriptor.ToString(CultureInfo.InvariantCulture));

    private static unsafe void Collect(int pid)
    {
        int* info = stackalloc int[Libc.SiginfoSize / sizeof(int)];
        Assert.Equal(0, Libc.waitid(Libc.P_PID, pid, info, Libc.WEXITED));
    }

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

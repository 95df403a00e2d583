using PedOS.Agents.Posix.Native;
using PedOS.Agents.Posix.Processes;
using Xunit;

namespace PedOS.Agents.Posix.Tests.Processes;

/// <summary>
/// What a process is told of its children is one thing for the whole of it: nothing else runs meanwhile.
/// </summary>
[Collection(nameof(AloneCollection))]
public sealed class IgnoredChildTests
{
    // Larger than struct sigaction.
    private const int Words = 32;

    [Fact]
    public async Task Start_KeepsTheExitCode_WhenWhoStartedUsMadeUsIgnoreTheEndOfChildren()
    {
        nint[] former = Ignore();
        try
        {
            Assert.Equal(0, Spawn.Start(new SpawnOptions("/bin/sh", ["sh", "-c", "exit 7"], []), out int pid));
            Task<int> exit = new ChildReaper(Libc.OpenPidfd).Watch(pid);
            Assert.Equal(7, await exit.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        }
        finally
        {
            Restore(former);
        }
    }

    private static unsafe nint[] Ignore()
    {
        nint[] former = new nint[Words];
        fixed (nint* old = former)
        {
            Assert.Equal(0, Libc.sigaction(Libc.SIGCHLD, null, old));
        }

        _ = Libc.signal(Libc.SIGCHLD, Libc.SIG_IGN);
        return former;
    }

    private static unsafe void Restore(nint[] former)
    {
        fixed (nint* old = former)
        {
            Assert.Equal(0, Libc.sigaction(Libc.SIGCHLD, old, null));
        }
    }
}

using System.Runtime.CompilerServices;
using Xunit;

namespace PedOS.Hosted.Tests;

/// <summary>A module that was used and removed leaves nothing: no event, no thread, no handle, no runspace.</summary>
public sealed class RemovalTests(Guest guest) : HostedTest, IClassFixture<Guest>
{
    private const int Rounds = 12;

    // The last ones are in caches of PowerShell.
    private const int Cached = 2;

    [Fact]
    public void RemovedModule_IsGone()
    {
        using Session session = OpenInstalled();
        Outcome outcome = session.Run(
            """
            Remove-Module PedOSTools
            @(Get-Command -Module PedOSTools -ErrorAction Ignore).Count
            @(Get-EventSubscriber).Count + @(Get-Job).Count
            """);
        Assert.Empty(outcome.Errors);
        Assert.Equal([0, 0], outcome.Output);
        Outcome gone = session.Run("$PSModuleAutoLoadingPreference = 'None'; Get-PedOSTools");
        Assert.Equal("CommandNotFoundException", Assert.Single(gone.Errors).FullyQualifiedErrorId);
        Assert.Equal(0, Held.OwnThreads);
    }

    [Fact]
    public void ManySessions_LeaveNothing()
    {
        Assert.NotNull(guest);
        for (int i = 0; i < 3; i++)
        {
            _ = UseAndRemove();
        }

        Collect();
        int handles = Held.Handles;
        int threads = Held.Threads;
        WeakReference[] used = [.. Enumerable.Range(0, Rounds).Select(_ => UseAndRemove())];
        RunningScript.WaitUntil(() =>
        {
            Collect();
            return used.Count(static u => u.IsAlive) <= Cached && Held.Handles <= handles;
        });

        // The pool of the runtime comes and goes; one thread per session would be more.
        Assert.InRange(Held.Threads, 1, threads + Rounds - 1);
        Assert.Equal(0, Held.OwnThreads);
        Assert.Empty(Guest.Programs());
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference UseAndRemove()
    {
        using Session session = Open();
        using (RunningScript wait = new(session, "Wait-PedOSDBEntry /never"))
        {
            RunningScript.WaitUntil(static () => Guest.Programs().Count == 1);
            wait.Stop();
        }

        Outcome outcome = session.Run(
            """
            $null = 'a', 'b' | Invoke-QrexecService work test.Echo
            $null = Get-PedOSTools -ImagePath $image
            $null = Install-PedOSTools Agent -ImagePath $image -Source $package -AllowUnsigned
            $null = Uninstall-PedOSTools -ImagePath $image -Confirm:$false
            Remove-Module PedOSTools
            """);
        Assert.Empty(outcome.Errors);
        return new WeakReference(session.Runspace);
    }
}

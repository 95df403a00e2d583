using System.Management.Automation;
using Xunit;

namespace PedOS.Hosted.Tests;

/// <summary>Ctrl-C ends what runs at once, and what it held is free.</summary>
public sealed class StopTests(Guest guest) : HostedTest, IClassFixture<Guest>
{
    private const string Line = "2026-11-21T22:30:00.000Z I one line";

    [Theory]
    [InlineData("Invoke-QrexecService work test.Hang")]
    [InlineData("Invoke-QrexecService work test.Hang -PassThru")]
    [InlineData("Invoke-QrexecService work test.Hang -InputFile $large")]
    [InlineData("1..1000000 | Invoke-QrexecService work test.Hang")]
    [InlineData("Invoke-QrexecService work test.Hang | ForEach-Object { Start-Sleep 60 }")]
    [InlineData("Wait-PedOSDBEntry /never")]
    [InlineData("Wait-PedOSDBEntry /never/ -Change")]
    public void Stop_EndsTheProgram(string script)
    {
        Assert.NotNull(guest);
        File.WriteAllBytes(Bench.PathOf("large"), new byte[32 << 20]);
        using Session session = Open().With("large", Bench.PathOf("large"));
        StopOnce(session, script);
        int handles = Held.Handles;
        StopOnce(session, script);
        RunningScript.WaitUntil(() => Held.Handles <= handles);
        Assert.Empty(session.Run("Get-PedOSConfiguration -ImagePath $image").Errors);
    }

    [Fact]
    public void Stop_FreesTheFileOfACall()
    {
        string file = Bench.PathOf("out.txt");
        using Session session = Open().With("file", file);
        using (RunningScript call = new(session, "Invoke-QrexecService work test.Hang -OutFile $file"))
        {
            RunningScript.WaitUntil(() => Directory.GetFiles(Bench.Folder, "out.txt*").Length == 1
                && Guest.Programs().Count == 1);
            call.Stop();
        }

        Assert.Empty(Directory.GetFiles(Bench.Folder, "out.txt*"));
        Assert.Empty(session.Run("'a' | Invoke-QrexecService work test.Echo -OutFile $file").Errors);
        using FileStream mine = new(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [Fact]
    public void Stop_EndsAFollowedLog_WhichLetsOthersWorkMeanwhile()
    {
        string logs = Path.Join(Bench.Image, "ProgramData/PedOS/log");
        Directory.CreateDirectory(logs);
        string log = Path.Join(logs, "qrexec-agent-20261121-223000-812.log");
        File.WriteAllText(log, Line + "\n");
        using Session session = Open();
        using Session other = Open();
        Follow();
        int handles = Held.Handles;
        Follow();
        RunningScript.WaitUntil(() => Held.Handles <= handles);
        using FileStream mine = new(log, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        void Follow()
        {
            using RunningScript follow = new(session, "Get-PedOSLog -ImagePath $image -Follow -Tail 1");
            RunningScript.WaitUntil(() => follow.Output.Count == 1);
            Assert.Empty(other.Run("Set-PedOSLogLevel Debug -ImagePath $image").Errors);
            File.AppendAllText(log, Line + "\n");
            RunningScript.WaitUntil(() => follow.Output.Count == 2);
            follow.Stop();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Verbose")]
    public async Task Stop_OfAnInstallation_PutsEverythingBack(string more)
    {
        IReadOnlyList<string> before = Bench.Before;
        string pipe = Bench.Stick("qubes-rpc/qubes.VMShell", 1 << 20);
        using Session session = Open();
        using RunningScript install = new(
            session, "Install-PedOSTools Agent -ImagePath $image -Source $package -AllowUnsigned " + more);

        // Opening takes until the installation reads it; each byte is an occasion to see that it was stopped.
        await using FileStream feed = await Task.Run(
            () => new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0));
        Task feeding = FeedAsync(feed);
        install.Stop();
        await feeding;

        Assert.Equal([false], session.Run("(Get-PedOSOperation -ImagePath $image).IsInterrupted").Output);
        Assert.Equal([false], session.Run("(Get-PedOSTools -ImagePath $image).IsInstalled").Output);
        Assert.Equal(before, Bench.SnapshotWithoutBooks());
        Assert.Equal(0, Held.OwnThreads);
    }

    [Fact]
    public void Stop_AtAnyMoment_IsHarmless()
    {
        using Session session = Open();
        for (int wait = 0; wait < 40; wait++)
        {
            using PowerShell shell = session.Prepare("Get-PedOSDBEntry /name");
            IAsyncResult running = shell.BeginInvoke();
            _ = running.AsyncWaitHandle.WaitOne(wait);
            shell.Stop();
            Assert.True(running.IsCompleted);
            Assert.Contains(
                shell.InvocationStateInfo.State,
                (PSInvocationState[])[PSInvocationState.Stopped, PSInvocationState.Completed]);
        }

        RunningScript.WaitUntil(static () => Guest.Programs().Count == 0);
        Assert.Equal(["büro"], session.Run("(Get-PedOSDBEntry /name).Value").Output);
    }

    private static void StopOnce(Session session, string script)
    {
        using RunningScript script1 = new(session, script);
        RunningScript.WaitUntil(static () => Guest.Programs().Count == 1);
        script1.Stop();
        RunningScript.WaitUntil(static () => Guest.Programs().Count == 0);
    }

    private static async Task FeedAsync(FileStream pipe)
    {
        try
        {
            while (true)
            {
                await pipe.WriteAsync(new byte[1]);
                await Task.Delay(5);
            }
        }
        catch (IOException)
        {
            // The reader has gone.
        }
    }
}

using System.Diagnostics;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;

namespace PedOS.Demo.Scenes;

/// <summary>The agent is killed, and then dom0's daemon; both come back.</summary>
internal sealed class RecoveryScene : IScene
{
    public string Title => "The agent is killed and comes back; then the daemon";

    public async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        GuestUnderTest guest = stage.Guest;
        await using Dom0Call running = await guest.Dom0.BeginAsync(
            $"{GuestUnderTest.User}:read x; echo \"still here: $x\"; exit 9", cancellationToken: cancellationToken);
        _ = await running.OpenAsync(cancellationToken);
        int meetings = guest.Dom0.Handshakes;

        stage.Show("kill -9", $"qrexec-agent, process {guest.Agent.Id}");
        guest.Agent.Kill();
        _ = await guest.Agent.EndedAsync(cancellationToken);
        await guest.Agent.DisposeAsync();
        long begin = Stopwatch.GetTimestamp();
        guest.StartAgent();
        await guest.Dom0.WaitForHandshakesAsync(meetings + 1, cancellationToken);
        TimeSpan back = Stopwatch.GetElapsedTime(begin);
        stage.Check("dom0 has its agent again", true, $"{Stage.Milliseconds(back)} after it was started");

        _ = await running.WriteAsync("as before\n", cancellationToken);
        CallResult survived = await running.ReadToEndAsync(null, cancellationToken);
        stage.CheckEqual(
            "the call that ran meanwhile",
            "still here: as before\n",
            survived.OutputText,
            survived.OutputText.TrimEnd());
        stage.CheckEqual("its exit code", 9, survived.ExitCode);
        CallResult fresh = await guest.ShellAsync("echo new call", cancellationToken: cancellationToken);
        stage.CheckEqual("a new call", "new call\n", fresh.OutputText, "new call");

        await guest.Dom0.StopAsync();
        guest.Dom0.Start();
        await guest.Dom0.WaitForHandshakesAsync(meetings + 2, cancellationToken);
        CallResult again = await guest.ShellAsync("echo daemon is back", cancellationToken: cancellationToken);
        stage.CheckEqual("dom0's daemon restarted", "daemon is back\n", again.OutputText, "daemon is back");
    }
}

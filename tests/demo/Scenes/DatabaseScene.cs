using System.Diagnostics;
using PedOS.TestKit.Database;
using PedOS.TestKit.Programs;

namespace PedOS.Demo.Scenes;

/// <summary>The configuration database: dom0 writes, the guest reads, watches and writes back.</summary>
internal sealed class DatabaseScene : IScene
{
    private const string Gateway = "/qubes-gateway";

    public string Title => "The configuration database follows dom0";

    public async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        await using DatabaseUnderTest guest = new();
        guest.Dom0["/name"] = "büro";
        guest.Dom0[Gateway] = "10.138.0.1";
        await guest.StartAsync(cancellationToken);
        await using ProgramUnderTest name = guest.StartCommand("read", "-r", "/name");
        stage.CheckEqual("pedosdb read /name", 0, await name.FinishAsync(cancellationToken), name.Output.TrimEnd());
        stage.CheckEqual("the value dom0 gave", "büro", name.Output.TrimEnd('\n'));

        stage.Show("in the guest", $"pedosdb watch -n 1 {Gateway}");
        await using ProgramUnderTest watch = guest.StartCommand("watch", "-n", "1", Gateway);
        (int ended, TimeSpan time) = await ChangeUntilSeenAsync(guest.Dom0, watch, cancellationToken);
        stage.CheckEqual("dom0 changes it, the watch says so", 0, ended, watch.Output.TrimEnd());
        stage.Check("within a second", time < TimeSpan.FromSeconds(1), Stage.Milliseconds(time));

        await using ProgramUnderTest write = guest.StartCommand("write", "/qubes-tools/os", "Windows");
        stage.CheckEqual("the guest writes /qubes-tools/os", 0, await write.FinishAsync(cancellationToken));
        await guest.Dom0.WaitForAsync("1 /qubes-tools/os=Windows", cancellationToken);
        stage.CheckEqual("and dom0 has it", "Windows", guest.Dom0["/qubes-tools/os"]);
        stage.CheckEqual("rules broken", 0, guest.Dom0.Violations.Count, "none");
    }

    // A change that comes before the watch stands is not seen; the time counts from the one that is.
    private static async Task<(int ExitCode, TimeSpan Time)> ChangeUntilSeenAsync(
        ScriptedDatabase dom0, ProgramUnderTest watch, CancellationToken cancellationToken)
    {
        Task<int> ended = watch.FinishAsync(cancellationToken);
        long begin;
        do
        {
            begin = Stopwatch.GetTimestamp();
            await dom0.WriteAsync(Gateway, "10.138.0.99", cancellationToken);
        }
        while (await Task.WhenAny(ended, Task.Delay(TimeSpan.FromSeconds(1), cancellationToken)) != ended);
        return (await ended, Stopwatch.GetElapsedTime(begin));
    }
}

using PedOS.Agents.Clock;
using PedOS.Agents.Hosting;
using PedOS.Agents.Posix.Clock;
using PedOS.Agents.Processes;
using PedOS.Agents.Windows.Clock;
using PedOS.Tools.Contracts;

namespace PedOS.Rpc.Clock;

/// <summary>What sets the clock.</summary>
internal static class ClockUnit
{
    private static readonly VerbOption Json = new("--json", "", "show what became of the clock as JSON");
    private static readonly VerbOption Force = new("--force", "", "set the clock however far it is off (sync-clock)");
    private static readonly VerbOption Target = new(
        "--target", "MACHINE", "whom to ask for the time (default @default: dom0's policy says)");

    private static readonly VerbOption AgentSocket = new(
        "--agent-socket", "ENDPOINT", "where the agent takes requests");

    private static readonly VerbOption StateDirectory = new(
        "--state-dir", "DIRECTORY", "where it is kept what the clock was told before");

    /// <summary>What it can do.</summary>
    public static IReadOnlyList<Verb> Verbs { get; } =
    [
        new(
            "set-date-time",
            "qubes.SetDateTime",
            "sets the clock to the time on standard input",
            SetAsync,
            Json,
            StateDirectory),
        new(
            "suspend-post-all",
            "qubes.SuspendPostAll",
            "corrects the clock after a sleep",
            static (line, program) => SyncAsync(line, program, ClockTrust.AfterPause),
            Json,
            Target,
            AgentSocket,
            StateDirectory),
        new(
            "sync-clock",
            "",
            "asks another machine for the time and sets the clock",
            static (line, program) => SyncAsync(line, program, line.Has(Force) ? ClockTrust.Any : ClockTrust.Usual),
            Json,
            Force,
            Target,
            AgentSocket,
            StateDirectory),
    ];

    private static async Task<int> SetAsync(VerbLine line, ProgramContext program)
    {
        using IByteSource input = program.Guest.Streams.OpenInput();
        return await Of(line, program).SetAsync(input, program.Time, program.Stopping);
    }

    private static Task<int> SyncAsync(VerbLine line, ProgramContext program, ClockTrust trust) => Of(line, program)
        .SyncAsync(
            clock => new RemoteClock(
                program.Guest.Connector, program.Transport, clock, program.Time, program.Log).AskAsync(
                line.Text(AgentSocket, program.Guest.Endpoints.Agent),
                line.Text(Target, "@default"),
                program.Stopping),
            trust);

    // Success is worth a line only to whoever asked for it.
    private static ClockVerbs Of(VerbLine line, ProgramContext program) =>
        new(
            OpenClock,
            new ClockMemoryFile(
                line.Text(StateDirectory, program.Guest.StateFolderOf(ProgramNames.Rpc)),
                program.Log,
                program.Guest.FlushToDisk),
            program.Log,
            line.Has(Json),
            line.Verb.Service.Length == 0);

    private static ISystemClock OpenClock() => OperatingSystem.IsWindows() ? new WindowsClock() : PosixClock.Open();
}

using PedOS.Agents.Files;
using PedOS.Agents.Hosting;
using PedOS.Agents.Posix.Files;
using PedOS.Agents.Windows.Files;
using PedOS.Protocols;

namespace PedOS.Rpc.Files;

/// <summary>Files to other machines; command lines as on the other systems.</summary>
internal static class SendingUnit
{
    private static readonly VerbOption IgnoreLinks = new("--ignore-symlinks", "", "leave symbolic links out");

    private static readonly VerbOption KeepLinks =
        new("--no-ignore-symlinks", "", "send symbolic links (default)") { Undoes = IgnoreLinks };

    private static readonly VerbOption NoProgress = new("--without-progress", "", "do not show how far it is");

    private static readonly VerbOption Progress =
        new("--with-progress", "", "show how far it is (default on a terminal)") { Undoes = NoProgress };

    private static readonly VerbOption SkipCloud =
        new("--skip-cloud", "", "leave files out whose data is not on this computer");

    private static readonly VerbOption Report = new(
        "--report", "", "say in JSON on standard output how far it is, and what became of it");

    private static readonly VerbOption AgentSocket = new(
        "--agent-socket", "ENDPOINT", "where the agent takes requests");

    /// <summary>What it can do.</summary>
    public static IReadOnlyList<Verb> Verbs { get; } =
    [
        Command("qvm-copy", "copies files to a machine that dom0 asks for", isMove: false, hasTarget: false),
        Command("qvm-move", "moves files there", isMove: true, hasTarget: false),
        Command("qvm-copy-to-vm", "copies files to a machine", isMove: false, hasTarget: true),
        Command("qvm-move-to-vm", "moves files there", isMove: true, hasTarget: true),
        new(
            "send-files",
            "",
            "files on standard output, for a call that somebody else makes",
            static (line, program) => Of(line, isMove: false).RunAsync(
                line.Words, null, new OwnStreams(program.Guest.Streams, program.Stopping).CarryAsync),
            IgnoreLinks,
            KeepLinks,
            SkipCloud)
        {
            Words = "FILE...",
        },
    ];

    private static Verb Command(string name, string purpose, bool isMove, bool hasTarget) => new(
        name,
        "",
        purpose,
        (line, program) => CallAsync(line, program, isMove, hasTarget),
        IgnoreLinks,
        KeepLinks,
        Progress,
        NoProgress,
        SkipCloud,
        Report,
        AgentSocket)
    {
        Words = hasTarget ? "MACHINE FILE..." : "FILE...",
        LeastWords = hasTarget ? 2 : 1,
    };

    private static async Task<int> CallAsync(VerbLine line, ProgramContext program, bool isMove, bool hasTarget)
    {
        FileCall call = new(
            program,
            line.Text(AgentSocket, program.Guest.Endpoints.Agent),
            hasTarget ? line.Words[0] : "@default");
        bool reports = line.Has(Report);
        bool shows = !line.Has(NoProgress) && (line.Has(Progress) || program.Guest.Streams.IsErrorTerminal);
        try
        {
            return await Of(line, isMove).RunAsync(
                [.. line.Words.Skip(hasTarget ? 1 : 0)],
                total => reports ? new SendReport(total, program.Time, Console.Out.Write)
                    : shows ? new SendProgress(total, program.Time, Console.Error.Write)
                    : null,
                call.CarryAsync);
        }
        catch (Exception e) when (e is ArgumentException or ProtocolException)
        {
            throw new IOException(e.Message);
        }
        catch (OperationCanceledException) when (program.Stopping.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("pedos-rpc: given up; everything is still here");
            return RpcProgram.Failed;
        }
    }

    private static SendVerb Of(VerbLine line, bool isMove) => new(
        Open,
        new SendOptions(line.Has(IgnoreLinks), line.Has(SkipCloud), isMove),
        static text => Console.Error.WriteLine($"pedos-rpc: {text}"))
    {
        Delivered = line.Has(Report)
            ? static (record, stayed) => Console.Out.Write(SendReport.Outcome(record, stayed))
            : static (_, _) => { },
    };

    private static IOutgoingFolder Open(string path) =>
        OperatingSystem.IsWindows() ? WindowsOutgoingFolder.Open(path) : PosixOutgoingFolder.Open(path);
}

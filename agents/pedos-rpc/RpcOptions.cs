using System.Globalization;

namespace PedOS.Rpc;

/// <summary>Command line.</summary>
/// <param name="AgentSocket">Where the agent takes requests.</param>
/// <param name="Database">Where the configuration database is.</param>
internal sealed record RpcOptions(string AgentSocket, string Database)
{
    /// <summary>Help text.</summary>
    public const string Usage = """
        usage: pedos-rpc VERB [options]
        The program behind services of this machine; each is started per call.
          wait-for-session         until the user named on standard input is logged on (qubes.WaitForSession)
          wait-for-running-system  until the system has started (qubes.WaitForRunningSystem)
          set-date-time            sets the clock to the time on standard input (qubes.SetDateTime)
          suspend-post-all         corrects the clock after a sleep (qubes.SuspendPostAll)
          sync-clock               asks another machine for the time and sets the clock
          clipboard-copy           writes the text on the clipboard to standard output (qubes.ClipboardCopy)
          clipboard-paste          puts the text on standard input on the clipboard (qubes.ClipboardPaste)
        Options:
          -h, --help               print this text
          --version                print the version
          --timeout=SECONDS        longest wait for a session or the system, 1 to 86400 (default 3600)
          --json                   show what became of the clock as JSON
          --force                  set the clock however far it is off (sync-clock)
          --target=MACHINE         whom to ask for the time (default @default: dom0's policy says)
          --agent-socket=ENDPOINT  where the agent takes requests
          --database=ENDPOINT      where the configuration database is
        """;

    private const int MaxTimeout = 86400;

    /// <summary>What to do.</summary>
    public RpcVerb Verb { get; private init; }

    /// <summary>Longest wait.</summary>
    public TimeSpan Timeout { get; private init; } = TimeSpan.FromHours(1);

    /// <summary>Show as JSON.</summary>
    public bool Json { get; private init; }

    /// <summary>Set the clock however far it is off.</summary>
    public bool Force { get; private init; }

    /// <summary>Whom to ask for the time.</summary>
    public string Target { get; private init; } = "@default";

    /// <summary>Reads the command line.</summary>
    /// <param name="arguments">Arguments.</param>
    /// <param name="defaults">What is not given.</param>
    /// <param name="problem">What is wrong.</param>
    /// <returns>Null when something is.</returns>
    public static RpcOptions? TryParse(IReadOnlyList<string> arguments, RpcOptions defaults, out string problem)
    {
        problem = string.Empty;
        if (arguments.Count == 0)
        {
            problem = "a verb is needed";
            return null;
        }

        if (VerbOf(arguments[0]) is not { } verb)
        {
            problem = $"{arguments[0]} is not a verb";
            return null;
        }

        RpcOptions? options = defaults with { Verb = verb };
        foreach (string argument in arguments.Skip(1))
        {
            string[] parts = argument.Split('=', 2);
            options = options.With(parts[0], parts.Length == 2 ? parts[1] : string.Empty);
            if (options is null)
            {
                problem = $"{argument} is not understood here";
                return null;
            }
        }

        return options;
    }

    private static RpcVerb? VerbOf(string word) => word switch
    {
        "wait-for-session" => RpcVerb.WaitForSession,
        "wait-for-running-system" => RpcVerb.WaitForRunningSystem,
        "set-date-time" => RpcVerb.SetDateTime,
        "suspend-post-all" => RpcVerb.SuspendPostAll,
        "sync-clock" => RpcVerb.SyncClock,
        "clipboard-copy" => RpcVerb.ClipboardCopy,
        "clipboard-paste" => RpcVerb.ClipboardPaste,
        _ => null,
    };

    private RpcOptions? With(string name, string value)
    {
        bool hasValue = value.Length > 0;
        bool isClock = Verb is RpcVerb.SetDateTime or RpcVerb.SuspendPostAll or RpcVerb.SyncClock;
        bool waits = Verb is RpcVerb.WaitForSession or RpcVerb.WaitForRunningSystem;
        bool asks = Verb is RpcVerb.SuspendPostAll or RpcVerb.SyncClock;
        return name switch
        {
            "--json" when !hasValue && isClock => this with { Json = true },
            "--force" when !hasValue && Verb == RpcVerb.SyncClock => this with { Force = true },
            "--target" when hasValue && asks => this with { Target = value },
            "--agent-socket" when hasValue && asks => this with { AgentSocket = value },
            "--database" when hasValue && Verb == RpcVerb.WaitForRunningSystem => this with { Database = value },
            "--timeout" when waits && SecondsOf(value) is { } seconds =>
                this with { Timeout = TimeSpan.FromSeconds(seconds) },
            _ => null,
        };
    }

    private static int? SecondsOf(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
        && seconds is > 0 and <= MaxTimeout
            ? seconds
            : null;
}

namespace PedOS.NetworkSetup;

/// <summary>Command line.</summary>
/// <param name="StateDirectory">Where the state before the first change is kept.</param>
/// <param name="Database">Where the configuration database listens.</param>
/// <param name="ResolverFile">File of the DNS servers, where there is one.</param>
internal sealed record NetworkOptions(string StateDirectory, string Database, string ResolverFile)
{
    /// <summary>Help text.</summary>
    public const string Usage = """
        usage: network-setup [--once | --restore | --status [--json]] [options]
        Keeps the network as dom0 wants it, until it is stopped.
          --once                sets it once and ends
          --restore             puts back what was before the first change, and forgets it
          --status              shows what is wanted and what is; exit code 1 when they differ
          --json                as JSON
        Options:
          -h, --help            print this text
          --version             print the version
          --state-dir=PATH      where the state before the first change is kept
          --database=ENDPOINT   where the configuration database listens
          --resolv-conf=PATH    file of the DNS servers (Linux)
        """;

    /// <summary>What to do.</summary>
    public NetworkMode Mode { get; private init; }

    /// <summary>Show as JSON.</summary>
    public bool Json { get; private init; }

    /// <summary>Whether a command line asks for something that is done and over: never by a service.</summary>
    public static bool AsksForOneTask(IReadOnlyList<string> arguments) =>
        TryParse(arguments, new(string.Empty, string.Empty, string.Empty), out _) is { Mode: not NetworkMode.Serve };

    /// <summary>Reads the command line.</summary>
    /// <param name="arguments">Arguments.</param>
    /// <param name="defaults">What is not given.</param>
    /// <param name="problem">What is wrong.</param>
    /// <returns>Null when the usage is to be shown.</returns>
    public static NetworkOptions? TryParse(
        IReadOnlyList<string> arguments, NetworkOptions defaults, out string problem)
    {
        problem = string.Empty;
        NetworkOptions options = defaults;
        foreach (string argument in arguments)
        {
            string[] parts = argument.Split('=', 2);
            string value = parts.Length == 2 ? parts[1] : string.Empty;
            bool hasValue = value.Length > 0;
            NetworkMode? mode = parts[0] switch
            {
                "--once" => NetworkMode.Once,
                "--restore" => NetworkMode.Restore,
                "--status" => NetworkMode.Status,
                _ => null,
            };
            switch (parts[0])
            {
                case "--once" or "--restore" or "--status" when !hasValue && options.Mode == NetworkMode.Serve:
                    options = options with { Mode = mode!.Value };
                    break;
                case "--json" when !hasValue:
                    options = options with { Json = true };
                    break;
                case "--state-dir" when hasValue:
                    options = options with { StateDirectory = Path.GetFullPath(value) };
                    break;
                case "--database" when hasValue:
                    options = options with { Database = value };
                    break;
                case "--resolv-conf" when hasValue:
                    options = options with { ResolverFile = Path.GetFullPath(value) };
                    break;
                default:
                    problem = $"{argument} is not understood here";
                    return null;
            }
        }

        if (options.Json && options.Mode != NetworkMode.Status)
        {
            problem = "--json goes with --status";
            return null;
        }

        return options;
    }
}

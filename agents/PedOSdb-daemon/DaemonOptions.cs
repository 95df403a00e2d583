namespace PedOS.DatabaseDaemon;

/// <summary>Command line of the daemon.</summary>
internal sealed record DaemonOptions
{
    /// <summary>Help text.</summary>
    public const string Usage = """
        usage: PedOSdb-daemon [options]
        Options:
          -h, --help                 print this text
          --version                  print the version
          --socket=PATH              where programs of this machine connect
          --read-only-socket=PATH    a second place, where nobody may write; empty: none
          --writer=ACCOUNT           who else may write: a user id (on Windows a SID), or "everyone"; may be repeated
        """;

    /// <summary>Path of the socket, or name of the pipe.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The same, for clients that never write; empty: there is none.</summary>
    public required string ReadOnlyEndpoint { get; init; }

    /// <summary>Who may write.</summary>
    public WriteAccess Access { get; init; } = WriteAccess.Administrators;

    /// <summary>Reads the command line.</summary>
    /// <param name="arguments">Arguments.</param>
    /// <param name="defaults">What holds when nothing is said.</param>
    /// <param name="problem">What is wrong.</param>
    /// <returns>Null when the usage is to be shown.</returns>
    public static DaemonOptions? TryParse(IReadOnlyList<string> arguments, DaemonOptions defaults, out string problem)
    {
        problem = string.Empty;
        DaemonOptions options = defaults;
        foreach (string argument in arguments)
        {
            string[] parts = argument.Split('=', 2);
            string? value = parts.Length == 2 ? parts[1] : null;
            switch (parts[0])
            {
                case "--socket" when value is { Length: > 0 }:
                    options = options with { Endpoint = value };
                    break;
                case "--read-only-socket" when value is not null:
                    options = options with { ReadOnlyEndpoint = value };
                    break;
                case "--writer" when value is { Length: > 0 }:
                    options = options with { Access = options.Access.And(value) };
                    break;
                case "--socket" or "--read-only-socket" or "--writer":
                    problem = $"{parts[0]} needs a value";
                    return null;
                default:
                    problem = $"unknown option {argument}";
                    return null;
            }
        }

        return options;
    }
}

namespace PedOS.QrexecAgent;

/// <summary>Command line of the agent; on Linux the same as the original's.</summary>
/// <param name="Endpoint">Where the local endpoint is: path of the socket, or name of the pipe.</param>
/// <param name="Database">Where the configuration database is, likewise.</param>
internal sealed record AgentOptions(string Endpoint, string Database)
{
    /// <summary>Help text.</summary>
    public const string Usage = """
        usage: qrexec-agent [options]
        Options:
          -h, --help                 print this text
          --version                  print the version
          --agent-socket=PATH        where programs of this machine connect
          --database=PATH            where the configuration database is
          --fork-server-socket=PATH  accepted and ignored: there is no fork server
          --no-fork-server           accepted and ignored
        """;

    /// <summary>Reads the command line.</summary>
    /// <param name="arguments">Arguments.</param>
    /// <param name="defaults">What is not given.</param>
    /// <param name="problem">What is wrong.</param>
    /// <returns>Null when the usage is to be shown.</returns>
    public static AgentOptions? TryParse(IReadOnlyList<string> arguments, AgentOptions defaults, out string problem)
    {
        problem = string.Empty;
        AgentOptions options = defaults;
        for (int i = 0; i < arguments.Count; i++)
        {
            string[] parts = arguments[i].Split('=', 2);
            string? value = parts.Length == 2 ? parts[1] : null;
            switch (parts[0])
            {
                case "--no-fork-server" when value is null:
                    break;
                case "--agent-socket" or "--database" or "--fork-server-socket" or "-a" or "-s":
                    if (value is null && ++i < arguments.Count)
                    {
                        value = arguments[i];
                    }

                    if (value is null)
                    {
                        problem = $"{parts[0]} needs a value";
                        return null;
                    }

                    options = parts[0] switch
                    {
                        "--agent-socket" or "-a" => options with { Endpoint = value },
                        "--database" => options with { Database = value },
                        _ => options,
                    };
                    break;
                default:
                    problem = $"unknown option {arguments[i]}";
                    return null;
            }
        }

        return options;
    }
}

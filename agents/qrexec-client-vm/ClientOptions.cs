using System.Globalization;
using PedOS.Protocols.Vchan;

namespace PedOS.QrexecClientVm;

/// <summary>Command line of the client; the same as the original's.</summary>
internal sealed record ClientOptions
{
    /// <summary>Help text.</summary>
    public const string Usage = """
        usage: qrexec-client-vm [options] TARGET SERVICE[+ARGUMENT] [PROGRAM [ARGUMENTS...]]
        Asks for a service in another machine. Without PROGRAM the service is connected to standard input and output.
        The exit code is the service's; 126 means that the request was refused, 125 that it could not be made.
        Options:
          -h, --help                          print this text
          --version                           print the version (as the first argument)
          --buffer-size=BYTES                 least size of the channel's buffers (default 65536)
          -t, --filter-escape-chars-stdout    replace control characters in the output (default on a terminal)
          -T, --filter-escape-chars-stderr    replace control characters in the diagnostics (default on a terminal)
          --no-filter-escape-chars-stdout     do not
          --no-filter-escape-chars-stderr     do not
          --agent-socket=PATH                 where the agent listens
          -p DATA, --prefix-data=DATA         send DATA before the input
          --use-stdin-socket                  use standard input, a socket, for both directions
          -s NAME, --source-qube=NAME         name the machine on whose behalf the call is made
        """;

    public string? AgentSocket { get; private set; }

    public int BufferSize { get; private set; } = VchanRing.DataRingSize;

    /// <summary>Null: decided by whether the output is a terminal.</summary>
    public bool? FilterOutput { get; private set; }

    /// <summary>Null: decided by whether the diagnostics go to a terminal.</summary>
    public bool? FilterError { get; private set; }

    public string? Prefix { get; private set; }

    public bool UseInputSocket { get; private set; }

    public string? Source { get; private set; }

    public string Target { get; private set; } = string.Empty;

    public string Service { get; private set; } = string.Empty;

    /// <summary>Local program and its arguments; empty when there is none.</summary>
    public IReadOnlyList<string> Program { get; private set; } = [];

    /// <summary>Reads the command line.</summary>
    /// <param name="arguments">Arguments.</param>
    /// <param name="problem">What is wrong; empty when help was asked for.</param>
    /// <returns>Null when the usage is to be shown.</returns>
    public static ClientOptions? TryParse(IReadOnlyList<string> arguments, out string problem)
    {
        ClientOptions options = new();
        int next = 0;
        problem = string.Empty;
        while (next < arguments.Count && arguments[next].Length > 1 && arguments[next][0] == '-')
        {
            string word = arguments[next++];
            if (word == "--")
            {
                break;
            }

            if (word is "-h" or "--help")
            {
                return null;
            }

            problem = options.Read(word, arguments, ref next);
            if (problem.Length > 0)
            {
                return null;
            }
        }

        if (arguments.Count - next < 2)
        {
            problem = "a target and a service are needed";
            return null;
        }

        options.Target = arguments[next];
        options.Service = arguments[next + 1];
        options.Program = [.. arguments.Skip(next + 2)];
        if (options.UseInputSocket && options.Program.Count > 0)
        {
            problem = "a local program cannot be started with --use-stdin-socket";
            return null;
        }

        return options;
    }

    private string Read(string word, IReadOnlyList<string> arguments, ref int next)
    {
        (string name, string? value) = Split(word);
        if (name is "--buffer-size" or "--agent-socket" or "-a" or "--prefix-data" or "-p" or "--source-qube" or "-s")
        {
            value ??= next < arguments.Count ? arguments[next++] : null;
            return value is null ? $"{name} needs a value" : ReadValue(name, value);
        }

        if (value is not null)
        {
            return $"{name} takes no value";
        }

        switch (name)
        {
            case "-t" or "--filter-escape-chars-stdout":
                FilterOutput = true;
                break;
            case "-T" or "--filter-escape-chars-stderr":
                FilterError = true;
                break;
            case "-tT" or "-Tt":
                FilterOutput = FilterError = true;
                break;
            case "--no-filter-escape-chars-stdout":
                FilterOutput = false;
                break;
            case "--no-filter-escape-chars-stderr":
                FilterError = false;
                break;
            case "--use-stdin-socket" when !UseInputSocket:
                UseInputSocket = true;
                break;
            case "--use-stdin-socket":
                return "--use-stdin-socket is given twice";
            default:
                return $"unknown option {word}";
        }

        return string.Empty;
    }

    private string ReadValue(string name, string value)
    {
        switch (name)
        {
            case "--buffer-size":
                if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int size)
                    || size > VchanRing.MaxSize)
                {
                    return $"the buffer size is a number up to {VchanRing.MaxSize}";
                }

                BufferSize = size == 0 ? VchanRing.DataRingSize : size;
                break;
            case "--agent-socket" or "-a":
                AgentSocket = value;
                break;
            case "--prefix-data" or "-p" when Prefix is null:
                Prefix = value;
                break;
            case "--source-qube" or "-s" when Source is null:
                Source = value;
                break;
            default:
                return $"{name} is given twice";
        }

        return string.Empty;
    }

    // --name=value, --name, -x or -xvalue.
    private static (string Name, string? Value) Split(string word)
    {
        if (word.StartsWith("--", StringComparison.Ordinal))
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            return equals < 0 ? (word, null) : (word[..equals], word[(equals + 1)..]);
        }

        return word.Length > 2 && word[1] is ('a' or 'p' or 's') ? (word[..2], word[2..]) : (word, null);
    }
}

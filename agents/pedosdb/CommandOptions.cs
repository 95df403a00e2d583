using System.Globalization;

namespace PedOS.DatabaseCommand;

/// <summary>Command line; the options mean what they mean for the original's commands.</summary>
internal sealed record CommandOptions
{
    /// <summary>Help text.</summary>
    public const string Usage = """
        usage: pedosdb COMMAND [options] ARGUMENTS...
        Reads and changes the configuration database of this machine.
        Commands:
          read PATH...             print values
          list PREFIX              print the paths that begin with PREFIX
          multiread PREFIX...      print paths and values of all entries that begin with PREFIX
          write PATH VALUE ...     create or replace entries
          rm PATH...               remove entries; PATH/ removes everything below it
          watch PATH...            print paths that change; PATH/ means everything below it
        Options:
          -h, --help               print this text
          --version                print the version (as the first argument)
          -f                       print full paths
          -r                       print values as they are; otherwise bytes outside 0x20..0x7f are printed as \xHH
          -q                       do not say what went wrong
          -w                       read: wait until there is a value
          -x                       read: remove the value after reading it
          -e VALUE, --default=VALUE   read: print this when there is no value
          -n COUNT                 watch: end after so many changes (default 1, negative: never)
          --json                   read, list, multiread, watch: print JSON with full paths and exact values: "text",
                                   or "base64" for what is not UTF-8
          --socket=PATH            where the daemon listens
        Exit code: 0 done, 2 no such path, 1 anything else.
        """;

    private static readonly string[] Commands = ["read", "list", "multiread", "write", "rm", "watch"];

    public string Command { get; private init; } = string.Empty;

    public IReadOnlyList<string> Arguments { get; private init; } = [];

    public bool FullPath { get; private init; }

    public bool Raw { get; private init; }

    public bool Quiet { get; private init; }

    /// <summary>Answers are for programs.</summary>
    public bool Json { get; private init; }

    public bool Wait { get; private init; }

    public bool Remove { get; private init; }

    /// <summary>Null: there is none.</summary>
    public string? Default { get; private init; }

    /// <summary>Changes after which a watch ends; negative: it does not.</summary>
    public int Count { get; private init; } = 1;

    /// <summary>Null: the usual place.</summary>
    public string? Endpoint { get; private init; }

    /// <summary>Reads the command line.</summary>
    /// <param name="arguments">Arguments.</param>
    /// <param name="problem">What is wrong; empty when help was asked for.</param>
    /// <returns>Null when the usage is to be shown.</returns>
    public static CommandOptions? TryParse(IReadOnlyList<string> arguments, out string problem)
    {
        CommandOptions options = new();
        List<string> words = [];
        problem = string.Empty;
        for (int i = 0; i < arguments.Count; i++)
        {
            string word = arguments[i];
            if (word is "-h" or "--help")
            {
                return null;
            }

            if (word == "--")
            {
                words.AddRange(arguments.Skip(i + 1));
                break;
            }

            if (word.Length < 2 || word[0] != '-')
            {
                words.Add(word);
                continue;
            }

            string? value = null;
            if (TakesValue(ref word, ref value) && value is null)
            {
                if (++i == arguments.Count)
                {
                    problem = $"{word} needs a value";
                    return null;
                }

                value = arguments[i];
            }

            if (options.With(word, value) is not { } next)
            {
                problem = $"cannot understand {arguments[i]}";
                return null;
            }

            options = next;
        }

        options = options with { Command = words.FirstOrDefault() ?? string.Empty, Arguments = [.. words.Skip(1)] };
        problem = options.Problem();
        return problem.Length == 0 ? options : null;
    }

    // -e VALUE, -eVALUE, --default VALUE, --default=VALUE.
    private static bool TakesValue(ref string word, ref string? value)
    {
        if (word.StartsWith("--", StringComparison.Ordinal))
        {
            string[] parts = word.Split('=', 2);
            word = parts[0];
            value = parts.Length == 2 ? parts[1] : null;
            return word is "--default" or "--socket";
        }

        if (word[1] is not ('e' or 'n'))
        {
            return false;
        }

        value = word.Length > 2 ? word[2..] : null;
        word = word[..2];
        return true;
    }

    private CommandOptions? With(string word, string? value)
    {
        switch (word)
        {
            case "--default" or "-e":
                return this with { Default = value };
            case "--json" when value is null:
                return this with { Json = true };
            case "--socket":
                return this with { Endpoint = value };
            case "-n":
                return int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int count)
                    ? this with { Count = count }
                    : null;
            default:
                return word.StartsWith("--", StringComparison.Ordinal) ? null : WithFlags(word.AsSpan(1));
        }
    }

    private CommandOptions? WithFlags(ReadOnlySpan<char> flags)
    {
        CommandOptions? options = this;
        foreach (char flag in flags)
        {
            options = flag switch
            {
                'f' => options with { FullPath = true },
                'r' => options with { Raw = true },
                'q' => options with { Quiet = true },
                'w' => options with { Wait = true },
                'x' => options with { Remove = true },
                _ => null,
            };
            if (options is null)
            {
                return null;
            }
        }

        return options;
    }

    private string Problem() => Command switch
    {
        "" => "a command is needed",
        _ when !Commands.Contains(Command, StringComparer.Ordinal) => $"there is no command {Command}",
        "list" when Arguments.Count != 1 => "list takes one path",
        "write" when Arguments.Count == 0 || Arguments.Count % 2 != 0 => "write takes pairs of path and value",
        _ when Arguments.Count == 0 => $"{Command} needs a path",
        _ when Default is not null && (Command != "read" || Arguments.Count != 1) =>
            "a default value is for reading exactly one path",
        "write" or "rm" when Json => $"--json is for what is read; {Command} prints nothing",
        _ when (Wait || Remove) && Command != "read" => "-w and -x are for reading",
        _ => string.Empty,
    };
}

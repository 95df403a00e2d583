namespace PedOS.Rpc;

/// <summary>A command line that was understood.</summary>
/// <param name="Verb">What to do.</param>
/// <param name="Given">Values of the options that were given, by name.</param>
internal sealed record VerbLine(Verb Verb, IReadOnlyDictionary<string, string> Given)
{
    /// <summary>What follows the options.</summary>
    public IReadOnlyList<string> Words { get; private init; } = [];

    /// <summary>Whether an option was given.</summary>
    public bool Has(VerbOption option) => Given.ContainsKey(option.Name);

    /// <summary>Value of an option, or what holds without it.</summary>
    public string Text(VerbOption option, string otherwise) => Given.GetValueOrDefault(option.Name, otherwise);

    /// <summary>Reads a command line.</summary>
    /// <param name="arguments">Arguments.</param>
    /// <param name="problem">What is wrong.</param>
    /// <returns>Null when something is.</returns>
    public static VerbLine? TryParse(IReadOnlyList<string> arguments, out string problem)
    {
        problem = "a verb is needed";
        if (arguments.Count == 0)
        {
            return null;
        }

        // The frame answers where it stands first; behind a verb that names files it may be one.
        if (arguments.Count > 1 && arguments[1] is "-h" or "--help")
        {
            problem = string.Empty;
            return null;
        }

        problem = $"{arguments[0]} is not a verb";
        if (VerbTable.All.FirstOrDefault(v => v.Name == arguments[0]) is not { } verb)
        {
            return null;
        }

        Dictionary<string, string> given = new(StringComparer.Ordinal);
        int next = 1;
        while (next < arguments.Count && (verb.Words.Length == 0 || arguments[next].StartsWith('-')))
        {
            string argument = arguments[next++];
            if (argument == "--" && verb.Words.Length > 0)
            {
                break;
            }

            string[] parts = argument.Split('=', 2);
            string value = parts.Length == 2 ? parts[1] : string.Empty;
            if (verb.Options.FirstOrDefault(o => o.Name == parts[0]) is not { } option || !option.Takes(value))
            {
                problem = $"{argument} is not understood here";
                return null;
            }

            if (!given.TryAdd(parts[0], value) && verb.Words.Length == 0)
            {
                problem = $"{parts[0]} is given twice";
                return null;
            }

            TakeBack(verb, option, given);
        }

        string[] words = [.. arguments.Skip(next)];
        if (verb.Words.Length > 0 && words.Length < verb.LeastWords)
        {
            problem = $"{verb.Name} needs {verb.Words}";
            return null;
        }

        problem = string.Empty;
        return new VerbLine(verb, given) { Words = words };
    }

    // Of two that contradict each other the later one counts.
    private static void TakeBack(Verb verb, VerbOption later, Dictionary<string, string> given)
    {
        foreach (VerbOption earlier in verb.Options)
        {
            if (later.Undoes == earlier || earlier.Undoes == later)
            {
                _ = given.Remove(earlier.Name);
            }
        }
    }
}

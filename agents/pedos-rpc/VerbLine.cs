namespace PedOS.Rpc;

/// <summary>A command line that was understood.</summary>
/// <param name="Verb">What to do.</param>
/// <param name="Given">Values of the options that were given, by name.</param>
internal sealed record VerbLine(Verb Verb, IReadOnlyDictionary<string, string> Given)
{
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

        problem = $"{arguments[0]} is not a verb";
        if (VerbTable.All.FirstOrDefault(v => v.Name == arguments[0]) is not { } verb)
        {
            return null;
        }

        Dictionary<string, string> given = new(StringComparer.Ordinal);
        foreach (string argument in arguments.Skip(1))
        {
            string[] parts = argument.Split('=', 2);
            string value = parts.Length == 2 ? parts[1] : string.Empty;
            if (verb.Options.FirstOrDefault(o => o.Name == parts[0])?.Takes(value) is not true)
            {
                problem = $"{argument} is not understood here";
                return null;
            }

            if (!given.TryAdd(parts[0], value))
            {
                problem = $"{parts[0]} is given twice";
                return null;
            }
        }

        problem = string.Empty;
        return new VerbLine(verb, given);
    }
}

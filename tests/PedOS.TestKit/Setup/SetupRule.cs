namespace PedOS.TestKit.Setup;

/// <summary>One line of <c>tests/vectors/setup/rules.txt</c>: what the engine does for every front end.</summary>
/// <param name="State">How the machine is, see <see cref="SetupStates"/>.</param>
/// <param name="Action">What is asked for, named like the verb of the setup program.</param>
/// <param name="HasPackage">Whether a package is named; otherwise there is none where one is looked for.</param>
/// <param name="Error">Id of the error that has to come; "" for none.</param>
public sealed record SetupRule(string State, string Action, bool HasPackage, string Error)
{
    /// <summary>Where a project that links the file finds it.</summary>
    public static string Path => System.IO.Path.Combine(AppContext.BaseDirectory, "vectors", "setup", "rules.txt");

    /// <summary>Every line that is none of remarks.</summary>
    public static IReadOnlyList<string> Lines =>
        [.. File.ReadAllLines(Path).Where(static line => line.Length > 0 && line[0] != '#')];

    /// <summary>Reads a line.</summary>
    public static SetupRule Parse(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is [string state, string action, "yes" or "no", string error]
            ? new SetupRule(state, action, words[2] == "yes", error == "-" ? "" : error)
            : throw new FormatException(line);
    }
}

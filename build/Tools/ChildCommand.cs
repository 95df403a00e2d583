namespace PedOS.Build.Tools;

/// <summary>A program to run and how to show it.</summary>
/// <param name="Program">Path or name on PATH.</param>
/// <param name="Arguments">Passed one by one, never through a shell.</param>
public sealed record ChildCommand(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>Where it runs.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>How long it may take on a quiet machine before its whole process tree is killed.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>How many times longer it may take now.</summary>
    public MachinePace Pace { get; init; } = MachinePace.Here;

    /// <summary>Added to the environment of the build.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Where its lines are shown.</summary>
    public TextWriter Screen { get; init; } = Console.Out;

    /// <summary>Put before every line shown.</summary>
    public string Indent { get; init; } = "";

    /// <summary>Gives it our console, so that it may use colours; its lines are not collected then.</summary>
    public bool OwnsConsole { get; init; }

    /// <summary>Keeps the lines back and shows them only when the program fails.</summary>
    public bool ShowOnlyOnFailure { get; init; }

    /// <summary>Hides closing lines, so that the only one on the screen is the last line of the whole run.</summary>
    public bool HideClosingLine { get; init; }

    /// <summary>The command as a person would type it.</summary>
    public override string ToString() => string.Join(' ', Arguments.Prepend(Program).Select(Quoted));

    private static string Quoted(string argument) =>
        argument.Contains(' ', StringComparison.Ordinal) ? $"\"{argument}\"" : argument;
}

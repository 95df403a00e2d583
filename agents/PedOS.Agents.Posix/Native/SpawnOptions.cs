namespace PedOS.Agents.Posix.Native;

/// <summary>How a program is started.</summary>
/// <param name="Path">Absolute path of the executable.</param>
/// <param name="Arguments">All arguments, the program's own name first.</param>
/// <param name="Environment">All variables, <c>NAME=value</c>.</param>
internal sealed record SpawnOptions(string Path, IReadOnlyList<string> Arguments, IReadOnlyList<string> Environment)
{
    /// <summary>Descriptor that becomes standard input; -1 leaves ours.</summary>
    public int Input { get; init; } = -1;

    /// <summary>Descriptor that becomes standard output; -1 leaves ours.</summary>
    public int Output { get; init; } = -1;

    /// <summary>Descriptor that becomes standard error; -1 leaves ours.</summary>
    public int Error { get; init; } = -1;

    /// <summary>
    /// Descriptors that it gets as 3, 4 and so on. They must have numbers that are out of the way of those.
    /// </summary>
    public IReadOnlyList<int> Extra { get; init; } = [];

    /// <summary>Whether it gets a session of its own, which also makes its descendants recognizable.</summary>
    public bool NewSession { get; init; }

    /// <summary>
    /// Whether every signal does to it what it does by default; else what our starter ignores is ignored there, too.
    /// </summary>
    public bool DefaultSignals { get; init; }

    /// <summary>Signals it starts with blocked.</summary>
    public IReadOnlyList<int> Blocked { get; init; } = [];
}

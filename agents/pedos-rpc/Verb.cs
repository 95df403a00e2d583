using PedOS.Agents.Hosting;

namespace PedOS.Rpc;

/// <summary>A verb: one row of <see cref="VerbTable"/>, made by the unit it belongs to.</summary>
/// <param name="Name">First word of the command line.</param>
/// <param name="Service">The service it is behind; "" for none. Its definition is in <c>module/services</c>.</param>
/// <param name="Purpose">What it does, for the help.</param>
/// <param name="RunAsync">Does it; returns the exit code. An IOException is told to the caller.</param>
/// <param name="Options">Options that it takes.</param>
internal sealed record Verb(
    string Name,
    string Service,
    string Purpose,
    Func<VerbLine, ProgramContext, Task<int>> RunAsync,
    params IReadOnlyList<VerbOption> Options)
{
    /// <summary>What follows the options, for the help; "" when nothing does.</summary>
    public string Words { get; init; } = "";

    /// <summary>Fewest words, when there are some.</summary>
    public int LeastWords { get; init; } = 1;
}

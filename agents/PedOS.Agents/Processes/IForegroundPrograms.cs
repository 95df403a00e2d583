namespace PedOS.Agents.Processes;

/// <summary>
/// Starts a program in the place of this one: with its streams, its account, its environment and its console, so that
/// nothing stands between the program and whoever called.
/// </summary>
public interface IForegroundPrograms
{
    /// <summary>The shell of the system that reads commands from standard input, as words of a command.</summary>
    IReadOnlyList<string> Shell { get; }

    /// <summary>
    /// Runs a program to its end. Standard input and output are its alone from then on: their ends are seen as if it
    /// had been started directly. Called at most once.
    /// </summary>
    /// <param name="words">
    /// A path, or a name that is looked for where a user's programs are; then its arguments, which arrive as they are.
    /// </param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="LaunchException">127: there is no such program. 125: it cannot be started.</exception>
    Task<int> RunAsync(IReadOnlyList<string> words);
}

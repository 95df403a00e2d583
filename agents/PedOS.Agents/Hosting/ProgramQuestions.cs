using PedOS.Agents.Logging;

namespace PedOS.Agents.Hosting;

/// <summary>
/// What a program answers before it opens anything: also before it looks for the service control manager, which can
/// take long where that did not start it.
/// </summary>
public static class ProgramQuestions
{
    /// <summary>Answers <c>--help</c>, <c>-h</c> and <c>--version</c>, wherever they stand.</summary>
    /// <param name="program">Name of the program.</param>
    /// <param name="usage">Its help text.</param>
    /// <param name="arguments">Command line.</param>
    /// <returns>Null when nothing was asked.</returns>
    public static string? Answer(string program, string usage, IReadOnlyList<string> arguments) =>
        arguments.Any(static a => a is "-h" or "--help") ? usage
            : arguments.Contains("--version", StringComparer.Ordinal) ? $"{program} {ProgramVersion.Text}" : null;

    /// <summary>
    /// Answers them where they stand first only: for a program whose other arguments may be values, or another
    /// program's.
    /// </summary>
    /// <param name="program">Name of the program.</param>
    /// <param name="usage">Its help text.</param>
    /// <param name="arguments">Command line.</param>
    /// <returns>Null when nothing was asked.</returns>
    public static string? AnswerFirst(string program, string usage, IReadOnlyList<string> arguments) =>
        arguments.Count > 0 ? Answer(program, usage, [arguments[0]]) : null;
}

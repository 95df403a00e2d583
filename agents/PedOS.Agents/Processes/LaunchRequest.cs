using PedOS.Tools.Contracts;

namespace PedOS.Agents.Processes;

/// <summary>What a launcher starts.</summary>
/// <param name="Program">Absolute path of the executable.</param>
/// <param name="Arguments">
/// Arguments after the program's name, one string each; quoting is the launcher's business.
/// </param>
/// <param name="CommandLine">
/// Windows only: the literal command line of a shell command, used instead of program and arguments; else null.
/// </param>
/// <param name="Environment">Variables this call adds; the launcher removes every other QREXEC variable.</param>
/// <param name="User">Account name.</param>
/// <param name="Interactive">Whether it belongs on the user's desktop.</param>
public sealed record LaunchRequest(
    string Program,
    IReadOnlyList<string> Arguments,
    string? CommandLine,
    IReadOnlyList<KeyValuePair<string, string>> Environment,
    string User,
    bool Interactive)
{
    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>
    /// The program's name without directory and arguments, between <see cref="CommandMark"/>s: what messages say at
    /// every level.
    /// </summary>
    public string Name
    {
        get
        {
            ReadOnlySpan<char> program = CommandLine is null ? Program : FirstWord(CommandLine);
            return CommandMark.Around(program[(program.LastIndexOfAny('\\', '/') + 1)..].ToString());
        }
    }

    /// <summary>
    /// The whole command between <see cref="CommandMark"/>s. Passwords stand in commands: for Debug alone.
    /// </summary>
    public string Text => CommandMark.Around(CommandLine ?? string.Join(' ', [Program, .. Arguments]));

    private static ReadOnlySpan<char> FirstWord(ReadOnlySpan<char> line)
    {
        line = line.TrimStart(Blanks);
        bool isQuoted = line.StartsWith('"');
        line = isQuoted ? line[1..] : line;
        int end = isQuoted ? line.IndexOf('"') : line.IndexOfAny(Blanks);
        return end < 0 ? line : line[..end];
    }
}

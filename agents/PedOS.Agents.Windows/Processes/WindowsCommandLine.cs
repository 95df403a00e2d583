using System.Buffers;
using System.Text;
using PedOS.Agents.Processes;

namespace PedOS.Agents.Windows.Processes;

/// <summary>
/// Windows passes a program one string; the program's runtime cuts it up again. This is that cutting
/// (CommandLineToArgvW and the C runtime) and its exact reverse.
/// </summary>
/// <remarks>
/// Outside quotes blanks and tabs part arguments. N backslashes before a quote: N/2 of them stay, and the quote is
/// literal when N is odd, else it opens or closes. Backslashes elsewhere are themselves. A doubled quote inside quotes
/// is one literal quote (runtimes since 2008); <see cref="Build"/> never writes one, since older runtimes read it
/// differently.
/// </remarks>
public static class WindowsCommandLine
{
    /// <summary>Longest command line in UTF-16 units (CreateProcess: 32767 with the NUL).</summary>
    public const int MaxLength = 32766;

    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(" \t\n\v\r\"");

    /// <summary>Builds the line that a program cuts up into exactly these arguments.</summary>
    /// <param name="program">Path of the program; no quote can be in it.</param>
    /// <param name="arguments">Arguments, any text without NUL.</param>
    /// <exception cref="LaunchException">125: it cannot be expressed or is too long.</exception>
    public static string Build(string program, IEnumerable<string> arguments)
    {
        if (program.Length == 0 || program.Contains('"', StringComparison.Ordinal))
        {
            throw Refused($"the path {program} cannot be put on a command line");
        }

        // The program's own name knows no escapes, only quotes around it.
        StringBuilder line = new StringBuilder().Append('"').Append(program).Append('"');
        foreach (string argument in arguments)
        {
            Append(line.Append(' '), argument);
        }

        return Checked(line.ToString());
    }

    /// <summary>Cuts off the first word, the program, of a command line.</summary>
    /// <param name="line">The command line; blanks before the program are skipped.</param>
    /// <param name="rest">What follows it, without the blanks between.</param>
    /// <returns>The program without its quotes; empty when there is none.</returns>
    public static string TakeProgram(string line, out string rest)
    {
        string text = line.TrimStart(' ', '\t');
        int end;
        string program;
        if (text.StartsWith('"'))
        {
            end = text.IndexOf('"', 1);
            program = end < 0 ? text[1..] : text[1..end];
            end = end < 0 ? text.Length : end + 1;
        }
        else
        {
            end = text.AsSpan().IndexOfAny(' ', '\t');
            end = end < 0 ? text.Length : end;
            program = text[..end];
        }

        rest = text[end..].TrimStart(' ', '\t');
        return program;
    }

    /// <summary>Cuts the part after the program into arguments.</summary>
    public static IReadOnlyList<string> Split(string arguments)
    {
        List<string> found = [];
        int at = 0;
        while (true)
        {
            while (at < arguments.Length && arguments[at] is ' ' or '\t')
            {
                at++;
            }

            if (at == arguments.Length)
            {
                return found;
            }

            found.Add(ReadOne(arguments, ref at));
        }
    }

    /// <summary>Refuses a line that CreateProcess cannot take.</summary>
    /// <exception cref="LaunchException">125: empty, too long, or with a NUL, after which Windows would stop
    /// reading.</exception>
    internal static string Checked(string line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            throw Refused("the command is empty");
        }

        if (line.Length > MaxLength)
        {
            throw Refused($"the command line has {line.Length} characters, Windows takes {MaxLength}");
        }

        return line.Contains('\0', StringComparison.Ordinal) ? throw Refused("the command line holds a NUL") : line;
    }

    internal static LaunchException Refused(string why) => new(125, why);

    private static void Append(StringBuilder line, string argument)
    {
        // Line ends part arguments in some runtimes, so they are quoted as well.
        if (argument.Length > 0 && argument.AsSpan().IndexOfAny(NeedQuotes) < 0)
        {
            _ = line.Append(argument);
            return;
        }

        _ = line.Append('"');
        int backslashes = 0;
        foreach (char c in argument)
        {
            if (c == '\\')
            {
                backslashes++;
                continue;
            }

            _ = line.Append('\\', c == '"' ? (2 * backslashes) + 1 : backslashes).Append(c);
            backslashes = 0;
        }

        // The closing quote must not be escaped by backslashes that end the argument.
        _ = line.Append('\\', 2 * backslashes).Append('"');
    }

    private static string ReadOne(string text, ref int at)
    {
        StringBuilder argument = new();
        bool quoted = false;
        while (at < text.Length && (quoted || text[at] is not (' ' or '\t')))
        {
            int first = at;
            while (at < text.Length && text[at] == '\\')
            {
                at++;
            }

            int backslashes = at - first;
            if (at == text.Length || text[at] != '"')
            {
                _ = backslashes > 0 ? argument.Append('\\', backslashes) : argument.Append(text[at++]);
                continue;
            }

            at++;
            _ = argument.Append('\\', backslashes / 2);
            if (backslashes % 2 != 0)
            {
                _ = argument.Append('"');
            }
            else if (quoted && at < text.Length && text[at] == '"')
            {
                _ = argument.Append('"');
                at++;
            }
            else
            {
                quoted = !quoted;
            }
        }

        return argument.ToString();
    }
}

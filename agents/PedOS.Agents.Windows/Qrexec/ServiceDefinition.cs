using PedOS.Agents.Windows.Processes;
using PedOS.Protocols.Qrexec;
using PedOS.Tools.Contracts;

namespace PedOS.Agents.Windows.Qrexec;

/// <summary>
/// What a service definition file on Windows says in its first line: <c>HANDLER ARGUMENTS</c>, quoted as on a command
/// line, with <c>%1</c> where the argument of the call belongs; or <c>/dev/tcp/HOST/PORT</c> and its shorter forms.
/// </summary>
/// <param name="Line">The line without blanks around it.</param>
/// <param name="Handler">Its first word, without quotes.</param>
/// <param name="RawArguments">What follows, as written.</param>
public sealed record ServiceDefinition(string Line, string Handler, string RawArguments)
{
    /// <summary>Longest file (what the original reads).</summary>
    public const int MaxFileSize = 32767;

    private const string Placeholder = "%1";

    /// <summary>Whether a TCP service is meant.</summary>
    public bool IsTcp => TcpServiceAddress.IsTcp(Line);

    /// <summary>Whether the argument of the call is passed.</summary>
    public bool TakesArgument => RawArguments.Contains(Placeholder, StringComparison.Ordinal);

    /// <summary>Reads the content of a definition file.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static ServiceDefinition Read(ReadOnlySpan<byte> content)
    {
        if (content.Length > MaxFileSize)
        {
            throw new FormatException($"the file has more than {MaxFileSize} bytes");
        }

        string line = UserText.Read(content.ToArray()).Split('\n', 2)[0].Trim();
        string handler = WindowsCommandLine.TakeProgram(line, out string rest);
        if (handler.Length == 0 || line.Contains('\0', StringComparison.Ordinal))
        {
            throw new FormatException("the first line names no program");
        }

        return new ServiceDefinition(line, handler, rest);
    }

    /// <summary>
    /// The arguments of the handler. The argument of the call takes the place of <c>%1</c> after the line was cut up:
    /// it stays inside the word it belongs to, whatever it holds. A word that is nothing but <c>%1</c> goes away when
    /// the call has no argument.
    /// </summary>
    /// <param name="argument">Argument of the call, null or empty when it has none.</param>
    public IReadOnlyList<string> Arguments(string? argument)
    {
        List<string> arguments = [];
        foreach (string word in WindowsCommandLine.Split(RawArguments))
        {
            if (word != Placeholder || !string.IsNullOrEmpty(argument))
            {
                arguments.Add(word.Replace(Placeholder, argument ?? string.Empty, StringComparison.Ordinal));
            }
        }

        return arguments;
    }
}

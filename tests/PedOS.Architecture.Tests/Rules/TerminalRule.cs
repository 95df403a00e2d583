using System.Text.RegularExpressions;
using PedOS.Architecture.Tests.Repository;

namespace PedOS.Architecture.Tests.Rules;

/// <summary>
/// What a machine says reaches a terminal only through the places that make text safe for it: the console of setup, and
/// the base class of the cmdlets.
/// </summary>
public static partial class TerminalRule
{
    private const string SetupConsole = "agents/setup/SetupConsole.cs";
    private const string BaseCmdlet = "cmdlets/PedOS.Tools.Cmdlets/Base/PedOSCmdlet.cs";
    private const string ErrorRecords = "cmdlets/PedOS.Tools.Cmdlets/Base/SetupErrors.cs";

    public static IEnumerable<string> Check(SourceFile file)
    {
        Regex? forbidden = file.Path.StartsWith("agents/setup/", StringComparison.Ordinal) ? Streams()
            : file.Path.StartsWith("cmdlets/", StringComparison.Ordinal) ? PowerShell()
            : null;
        if (forbidden is null || !file.IsCode || file.Path is BaseCmdlet)
        {
            yield break;
        }

        for (int i = 0; i < file.Lines.Count; i++)
        {
            string line = file.Lines[i];
            bool isWritten = file.Path is SetupConsole
                ? Writes().IsMatch(line) && !line.Contains("DisplayText.", StringComparison.Ordinal)
                    && !Harmless().IsMatch(line)
                : forbidden.IsMatch(line)
                    && !(file.Path is ErrorRecords && line.Contains("ErrorRecord", StringComparison.Ordinal));
            if (isWritten)
            {
                yield return $"{file.Path}:{i + 1}: writes to a terminal past the place that makes text safe";
            }
        }
    }

    [GeneratedRegex(@"\bConsole\.|OpenStandardOutput|OpenStandardError")]
    private static partial Regex Streams();

    // The encoding of the console's input writes nothing.
    [GeneratedRegex(@"\bConsole\.(?!InputEncoding\b)|\bHost\.UI|\bbase\.(Write|Should|ThrowTerm)"
        + @"|\bnew ProgressRecord|\bnew ErrorRecord\b|\bWrite(Information|Debug)\(|: (PSCmdlet|Cmdlet)\b"
        + @"|ShouldContinue\(")]
    private static partial Regex PowerShell();

    [GeneratedRegex(@"_(output|error)\.Write")]
    private static partial Regex Writes();

    // The line that is written over, a record of JSON, and what the line before has made safe.
    [GeneratedRegex(@"Write\(""\\r"" \+ |JsonText\.Write\(|Write\(text\.EndsWith")]
    private static partial Regex Harmless();
}

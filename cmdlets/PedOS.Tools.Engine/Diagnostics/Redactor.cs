using System.Text.RegularExpressions;

namespace PedOS.Tools.Engine.Diagnostics;

/// <summary>
/// Takes out of a text what is nobody's business who helps with a problem: accounts, arguments of commands and
/// services, keys. What looks like one of these goes, rather too much than too little.
/// </summary>
/// <param name="accounts">Names of accounts that are known.</param>
public sealed class Redactor(IEnumerable<string> accounts)
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly (Regex Pattern, string Replacement)[] _rules =
    [
        .. accounts.Where(static a => a.Trim().Length > 1)
            .OrderByDescending(static a => a.Length)
            .Select(static a => (New($@"(?<![\w]){Regex.Escape(a.Trim())}(?![\w])"), "<user>")),
        (New(@"([\\/](?:users|home|documents and settings)[\\/])[^\\/:*?""<>|]+"), "$1<user>"),
        (New(@"\b(account|user|user name|as)(\s+|[=:]\s*)[^\s,;)|]+"), "$1$2<user>"),
        (New(@"\bS-1-5-21(?:-\d+)+"), "<user>"),
        (New(@"-----BEGIN [A-Z ]+-----.*?(?:-----END [A-Z ]+-----|$)"), "<key>"),
        (New(@"\b(password|secret|token|passphrase|key)(\s*[=:]\s*)\S+"), "$1$2<key>"),
        (New(@"(?<![\w+/-])(?:[A-Za-z0-9+/_-]{40,}={0,2})(?![\w+/-])"), "<key>"),

        // A command of dom0: USER:COMMAND, or the text after "runs", "command" or "command line".
        (New(@"(\bcall \d+ at \S+: )(?!ended|started|fails|connected).*$"), "$1<command>"),
        (New(@"\b(command(?: line)?|runs|starts)(\s*[:=]\s*|\s+"").*$"), "$1 <command>"),

        // NAME+ARGUMENT of a service.
        (New(@"\b([a-z][\w-]*(?:\.[\w-]+)+)\+\S+"), "$1+<argument>"),
    ];

    /// <summary>The text without it.</summary>
    /// <param name="line">One line.</param>
    public string Redact(string line)
    {
        try
        {
            foreach ((Regex pattern, string replacement) in _rules)
            {
                line = pattern.Replace(line, replacement);
            }

            return line;
        }
        catch (RegexMatchTimeoutException)
        {
            return "<a line that could not be judged>";
        }
    }

    private static Regex New(string pattern) => new(pattern, Options, Patience);
}

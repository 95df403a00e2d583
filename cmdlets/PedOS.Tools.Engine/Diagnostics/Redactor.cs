using System.Text;
using System.Text.RegularExpressions;
using PedOS.Tools.Contracts;

namespace PedOS.Tools.Engine.Diagnostics;

/// <summary>
/// Takes out of a text what is nobody's business who helps with a problem: accounts, the machine's name, addresses,
/// arguments of commands and services, keys. What looks like one of these goes, rather too much than too little.
/// </summary>
/// <param name="accounts">Names of accounts that are known.</param>
/// <param name="machines">Names of machines that are known.</param>
public sealed class Redactor(IEnumerable<string> accounts, IEnumerable<string> machines)
{
    // From Hebrew on: scripts that put words together without blanks, or particles before names.
    private const char FirstWithoutBlanks = '\u0590';

    // Four numbers are a version after a word that says so, and behind an INF or a driver; in doubt an address.
    private const string NoVersion =
        @"(?<!\b(?:(?:driver|file|product|display|package|assembly|agent|tools|setup|os)?versions?|driverver|ver|build)"
        + @"[""']?(?:\s?[=:]\s?|\s(?:is\s)?)[""'(]?)(?<!\bv)"
        + @"(?<!\bdriverver\s{0,4}=\s{0,4}\d\d/\d\d/\d{4}\s?,\s?)(?<!\.(?:inf|sys)(?:\s?[=,]\s?|\s)[""'(]?)";

    // A number above 255 among the first four is none of an address.
    private const string NoOctets = @"(?!(?:\d{1,3}\.){0,3}(?:[3-9]\d\d|2[6-9]\d|25[6-9])(?!\d))";

    // After "call N at DOMAIN:PORT: ", with commands taken out already.
    private const string CallForms =
        @"exit code -?\d+(?:, \d+ is sent)?|the caller left|connected to \S+(?: \d+)?|command <command>"
        + @"|process \d+ (?:runs|was started for) <command>";

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly (Regex Pattern, string Replacement)[] _rules =
    [
        // What the programs mark; a line that was cut has lost the end of the mark.
        (New($"{CommandMark.Open}[^{CommandMark.Close}]*(?:{CommandMark.Close}|$)"), "<command>"),

        // What the wrapper says of a call has one of these forms. Whatever else stands there is taken for a command.
        (New(@"(\bcall \d+ at \S+: )(?!(?:" + CallForms + @")$).+$"), "$1<command>"),
        .. Named(accounts, "<user>"),
        .. Named(machines, "<machine>"),
        (New(@"([\\/](?:users|home|documents and settings)[\\/])[^\\/:*?""<>|]+"), "$1<user>"),
        (New(@"\b(account|user|user name|as)(\s+|[=:]\s*)(?:""[^""]*""|'[^']*'|[^\s,;)|]+)"), "$1$2<user>"),
        (New(@"\bS-1-(?:5-21|12-1)(?:-\d+)+"), "<user>"),
        (New(@"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "<mail>"),
        (New(@"(?<![\w:-])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:-])"), "<address>"),
        (New(NoVersion + @"(?<![\d.])" + NoOctets + @"(?:\d{1,3}\.){3}\d{1,3}(?:\.\d{1,5})?(?![\d.]*\d)"), "<address>"),
        (New(@"(?<![\w:])(?=[0-9a-f:]*::|(?:[0-9a-f]{1,4}:){7})[0-9a-f:]{3,39}(?![\w:])"), "<address>"),
        (New(@"-----BEGIN [A-Z ]+-----.*?(?:-----END [A-Z ]+-----|$)"), "<key>"),
        (New(@"\b(password|secret|token|passphrase|key)(\s*[=:]\s*)(?:""[^""]*""|\S+)"), "$1$2<key>"),
        (New(@"\b(bearer|basic)\s+\S+"), "$1 <key>"),
        (New(@"(?<![\w+/-])(?:[A-Za-z0-9+/_-]{40,}={0,2})(?![\w+/-])"), "<key>"),

        // A command, where nothing marks it.
        (New(@"\b(command(?: line)?|runs|starts)(\s*[:=]\s*|\s+"").*$"), "$1 <command>"),

        // NAME+ARGUMENT of a service.
        (New(@"(?<![\w.-])(?=[\d._-]*[a-z][\w-]*\.[\w-])((?>[\w.-]+))\+\S+"), "$1+<argument>"),
    ];

    /// <summary>The text without it.</summary>
    /// <param name="line">One line.</param>
    public string Redact(string line)
    {
        try
        {
            line = Composed(line);
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

    private static IEnumerable<(Regex Pattern, string Replacement)> Named(
        IEnumerable<string> names, string replacement) => names
        .Select(static n => Composed(n.Trim()))
        .Where(static n => n.Length > 1 || (n.Length == 1 && n[0] >= FirstWithoutBlanks))
        .Distinct(StringComparer.Ordinal)
        .OrderByDescending(static n => n.Length)
        .Select(n => (New(Pattern(n)), replacement));

    private static string Pattern(string name)
    {
        // What is the same letter depends on the language: Turkish has two kinds of i, German a second way to write ss.
        string letters = Regex.Replace(Regex.Escape(name), "[iI\u0131\u0130]", "[iI\u0131\u0130]");
        letters = Regex.Replace(letters, "\u00DF|\u1E9E|ss", "(?:\u00DF|\u1E9E|ss)", Options);
        return name.Any(static c => c >= FirstWithoutBlanks) ? letters : $@"(?<![\w]){letters}(?![\w])";
    }

    // One letter has one form then; half of a surrogate pair has none, and the text stays as it is.
    private static string Composed(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }

    private static Regex New(string pattern) => new(pattern, Options, Patience);
}

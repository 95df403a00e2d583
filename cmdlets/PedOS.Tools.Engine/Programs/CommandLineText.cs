using System.Text;

namespace PedOS.Tools.Engine.Programs;

/// <summary>Puts words together to a command line that a program splits into the same words again.</summary>
public static class CommandLineText
{
    /// <summary>All words, each quoted where it must be; the rules are those of CommandLineToArgvW.</summary>
    public static string Join(IEnumerable<string> words) => string.Join(" ", words.Select(Quote));

    private static string Quote(string word)
    {
        if (word.Length > 0 && word.IndexOfAny([' ', '\t', '\n', '\v', '"']) < 0)
        {
            return word;
        }

        StringBuilder quoted = new("\"");
        int slashes = 0;
        foreach (char c in word)
        {
            // Backslashes count only before a quote, and then twice.
            if (c == '"')
            {
                quoted.Append('\\', slashes + 1);
            }

            slashes = c == '\\' ? slashes + 1 : 0;
            quoted.Append(c);
        }

        return quoted.Append('\\', slashes).Append('"').ToString();
    }
}

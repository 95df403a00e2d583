using System.Text.RegularExpressions;

namespace PedOS.Build.Tests.Packaging;

/// <summary>
/// Conditions of the Windows Installer, as its documentation reads them: <c>NOT</c> before <c>AND</c> before <c>OR</c>;
/// a word alone is true when it has a value; what has none is no number. A mock of Windows' own reader, for the words
/// and operators that ours use.
/// </summary>
public static partial class InstallerCondition
{
    /// <summary>Judges one.</summary>
    /// <param name="condition">Its text; an empty one is true.</param>
    /// <param name="values">
    /// Values of properties, of <c>&amp;Feature</c> (what is done) and of <c>!Feature</c> (what is).
    /// </param>
    public static bool IsTrue(string condition, IReadOnlyDictionary<string, string> values)
    {
        Queue<string> words = new(Word().Matches(condition).Select(static m => m.Value));
        if (words.Count == 0)
        {
            return true;
        }

        bool result = Any(words, values);
        return words.Count == 0 ? result : throw new FormatException($"{condition}: {words.Peek()} is too much");
    }

    private static bool Any(Queue<string> words, IReadOnlyDictionary<string, string> values)
    {
        bool result = All(words, values);
        while (Takes(words, "OR"))
        {
            result |= All(words, values);
        }

        return result;
    }

    private static bool All(Queue<string> words, IReadOnlyDictionary<string, string> values)
    {
        bool result = One(words, values);
        while (Takes(words, "AND"))
        {
            result &= One(words, values);
        }

        return result;
    }

    private static bool One(Queue<string> words, IReadOnlyDictionary<string, string> values)
    {
        if (Takes(words, "NOT"))
        {
            return !One(words, values);
        }

        if (Takes(words, "("))
        {
            bool result = Any(words, values);
            return Takes(words, ")") ? result : throw new FormatException("a bracket is not closed");
        }

        string value = values.GetValueOrDefault(words.Dequeue(), "");
        return Takes(words, "=") ? value == words.Dequeue() : value.Length > 0;
    }

    private static bool Takes(Queue<string> words, string word) =>
        words.TryPeek(out string? next) && next == word && words.Dequeue() == word;

    [GeneratedRegex(@"[&!]?\w+|[()=]|\S")]
    private static partial Regex Word();
}

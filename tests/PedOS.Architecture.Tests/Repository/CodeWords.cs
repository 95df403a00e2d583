namespace PedOS.Architecture.Tests.Repository;

/// <summary>
/// The words of C# code: names, and the marks between them one by one; without comments, directives and what stands in
/// strings, but with the code in the holes of interpolated ones. Two dots that belong together are one word.
/// </summary>
public sealed class CodeWords
{
    private readonly string _text;
    private readonly List<string> _words = [];
    private int _at;

    private CodeWords(string text) => _text = text;

    /// <summary>The words of a file.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        CodeWords words = new(text);
        words.Read(hole: 0);
        return words._words;
    }

    public static bool IsName(string word) => word.Length > 0 && (char.IsLetter(word[0]) || word[0] == '_');

    private char Now => _at < _text.Length ? _text[_at] : '\0';

    // With a hole, ends behind the braces that close it.
    private void Read(int hole)
    {
        int depth = 0;
        while (_at < _text.Length)
        {
            if (hole > 0 && depth == 0 && Now == '}')
            {
                _at += hole;
                return;
            }

            if (char.IsWhiteSpace(Now))
            {
                _at++;
            }
            else if (Now == '#' || Starts("//"))
            {
                Skip("\n");
            }
            else if (Starts("/*"))
            {
                _at += 2;
                Skip("*/");
            }
            else if (Now is '"' or '$' || (Now == '@' && _text.AsSpan(_at + 1).StartsWith(['"']))
                || Starts("@$"))
            {
                ReadText();
            }
            else if (Now == '\'')
            {
                ReadCharacter();
            }
            else if (char.IsLetterOrDigit(Now) || Now == '_')
            {
                int start = _at;
                while (char.IsLetterOrDigit(Now) || Now == '_')
                {
                    _at++;
                }

                _words.Add(_text[start.._at]);
            }
            else
            {
                string mark = Starts("..") ? ".." : Now.ToString();
                depth += mark == "{" ? 1 : mark == "}" ? -1 : 0;
                _words.Add(mark);
                _at += mark.Length;
            }
        }
    }

    private void ReadText()
    {
        int holes = 0;
        bool isVerbatim = false;
        for (; Now is '$' or '@'; _at++)
        {
            holes += Now == '$' ? 1 : 0;
            isVerbatim |= Now == '@';
        }

        int quotes = 0;
        while (_at + quotes < _text.Length && _text[_at + quotes] == '"')
        {
            quotes++;
        }

        if (quotes == 2)
        {
            _at += 2;
            return;
        }

        bool isRaw = quotes > 2;
        string end = new('"', isRaw ? quotes : 1);
        _at += end.Length;
        while (_at < _text.Length && !EndsText(end, isVerbatim && !isRaw))
        {
            if (holes > 0 && Now == '{')
            {
                ReadHole(holes, isRaw);
            }
            else
            {
                _at += Now == '\\' && !isVerbatim && !isRaw ? 2 : 1;
            }
        }

        _at += end.Length;
    }

    // In a verbatim text two quotes are one of the text.
    private bool EndsText(string end, bool isVerbatim)
    {
        if (isVerbatim && Starts("\"\""))
        {
            _at += 2;
            return EndsText(end, isVerbatim);
        }

        return Starts(end);
    }

    private void ReadHole(int holes, bool isRaw)
    {
        int braces = 0;
        while (_at + braces < _text.Length && _text[_at + braces] == '{')
        {
            braces++;
        }

        _at += braces;
        bool isHole = isRaw ? braces >= holes : braces % 2 == 1;
        if (isHole)
        {
            Read(holes);
        }
    }

    // Not every apostrophe begins a character: there are some in the formats of holes.
    private void ReadCharacter()
    {
        int end = _at + 1 < _text.Length && _text[_at + 1] == '\\'
            ? _text.IndexOf('\'', Math.Min(_at + 3, _text.Length))
            : _at + 2 < _text.Length && _text[_at + 2] == '\'' ? _at + 2 : _at;
        _at = end < 0 ? _text.Length : end + 1;
    }

    private void Skip(string end)
    {
        int found = _text.IndexOf(end, _at, StringComparison.Ordinal);
        _at = found < 0 ? _text.Length : found + end.Length;
    }

    private bool Starts(string mark) => _text.AsSpan(_at).StartsWith(mark, StringComparison.Ordinal);
}

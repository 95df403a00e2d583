using System.Globalization;
using System.Text;

namespace PedOS.Tools.Engine.Text;

/// <summary>Reads JSON text.</summary>
internal sealed class JsonReader(string text)
{
    private int _at;
    private int _depth;

    public JsonValue ReadAll()
    {
        JsonValue value = ReadValue();
        SkipBlanks();
        return _at == text.Length ? value : throw Failure("nothing more was expected");
    }

    private JsonValue ReadValue()
    {
        SkipBlanks();
        return Peek() switch
        {
            '{' => Nested(ReadRecord),
            '[' => Nested(ReadList),
            '"' => JsonValue.Of(ReadText()),
            't' => ReadWord("true", JsonValue.Of(true)),
            'f' => ReadWord("false", JsonValue.Of(false)),
            'n' => ReadWord("null", JsonValue.Null),
            _ => ReadNumber(),
        };
    }

    private JsonValue Nested(Func<JsonValue> read)
    {
        if (++_depth > JsonText.MaxDepth)
        {
            throw Failure("nested too deeply");
        }

        _at++;
        JsonValue value = read();
        _depth--;
        return value;
    }

    private JsonValue ReadRecord()
    {
        List<KeyValuePair<string, JsonValue>> members = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        SkipBlanks();
        if (TryTake('}'))
        {
            return JsonValue.Record(members);
        }

        do
        {
            SkipBlanks();
            string name = ReadText();
            SkipBlanks();
            Take(':');
            members.Add(new(name, ReadValue()));
            if (!names.Add(name))
            {
                throw Failure("a name is used twice");
            }

            SkipBlanks();
        }
        while (TryTake(','));

        Take('}');
        return JsonValue.Record(members);
    }

    private JsonValue ReadList()
    {
        List<JsonValue> items = [];
        SkipBlanks();
        if (TryTake(']'))
        {
            return JsonValue.Of(items);
        }

        do
        {
            items.Add(ReadValue());
            SkipBlanks();
        }
        while (TryTake(','));

        Take(']');
        return JsonValue.Of(items);
    }

    private string ReadText()
    {
        Take('"');
        StringBuilder value = new();
        while (true)
        {
            char c = Next();
            switch (c)
            {
                case '"':
                    return value.ToString();
                case '\\':
                    value.Append(ReadEscape());
                    break;
                case < ' ':
                    throw Failure("a control character in a string");
                default:
                    value.Append(c);
                    break;
            }
        }
    }

    private char ReadEscape()
    {
        char c = Next();
        switch (c)
        {
            case '"' or '\\' or '/':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                return ReadCodeUnit();
            default:
                throw Failure("an unknown escape");
        }
    }

    private char ReadCodeUnit()
    {
        int unit = 0;
        for (int i = 0; i < 4; i++)
        {
            char c = Next();
            int digit = c switch
            {
                >= '0' and <= '9' => c - '0',
                >= 'a' and <= 'f' => c - 'a' + 10,
                >= 'A' and <= 'F' => c - 'A' + 10,
                _ => throw Failure("four hexadecimal digits were expected"),
            };
            unit = (unit << 4) | digit;
        }

        return (char)unit;
    }

    private JsonValue ReadWord(string word, JsonValue value)
    {
        foreach (char c in word)
        {
            Take(c);
        }

        return value;
    }

    private JsonValue ReadNumber()
    {
        int start = _at;
        _ = TryTake('-');
        int digits = _at;
        while (Peek() is >= '0' and <= '9')
        {
            _at++;
        }

        string number = text.Substring(start, _at - start);
        bool hasLeadingZero = _at - digits > 1 && text[digits] == '0';
        return _at > digits
            && !hasLeadingZero
            && Peek() is not ('.' or 'e' or 'E')
            && long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? JsonValue.Of(value)
            : throw Failure("a value was expected");
    }

    private void SkipBlanks()
    {
        while (Peek() is ' ' or '\t' or '\r' or '\n')
        {
            _at++;
        }
    }

    private char Peek() => _at < text.Length ? text[_at] : '\0';

    private char Next() => _at < text.Length ? text[_at++] : throw Failure("it ends too early");

    private bool TryTake(char expected)
    {
        bool isThere = _at < text.Length && text[_at] == expected;
        _at += isThere ? 1 : 0;
        return isThere;
    }

    private void Take(char expected)
    {
        if (!TryTake(expected))
        {
            throw Failure($"{expected} was expected");
        }
    }

    private FormatException Failure(string what) =>
        new($"no valid JSON at character {_at.ToString(CultureInfo.InvariantCulture)}: {what}");
}

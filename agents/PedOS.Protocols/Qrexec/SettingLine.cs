using System.Globalization;
using System.Text;

namespace PedOS.Protocols.Qrexec;

/// <summary>One <c>key = value</c> line of a settings file.</summary>
/// <param name="line">The line without its end and trailing blanks, one char per byte.</param>
/// <param name="number">Its number, from 1, for messages.</param>
internal readonly struct SettingLine(string line, int number)
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    /// <summary>Splits the line; the value is a bool, a ulong or a string.</summary>
    /// <exception cref="FormatException">Not a line of this kind.</exception>
    public (string Key, object Value) Read()
    {
        if (line.Length == 0 || !char.IsAsciiLetter(line[0]))
        {
            throw Error(line.StartsWith('[')
                ? "sections are not supported"
                : "a key starts with a letter at the start of the line");
        }

        int end = 1;
        while (end < line.Length && (char.IsAsciiLetterOrDigit(line[end]) || line[end] is '.' or '-' or '_'))
        {
            end++;
        }

        string key = line[..end];
        string rest = line[end..].TrimStart(' ', '\t');
        if (!rest.StartsWith('='))
        {
            throw Error($"no = after {key}");
        }

        return (key, Value(rest[1..].TrimStart(' ', '\t')));
    }

    /// <summary>The value as a truth value.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public bool Boolean(string key, object value) => value is bool b ? b : throw Error($"{key} wants true or false");

    /// <summary>The value as text that is not empty.</summary>
    /// <exception cref="FormatException">It is something else, or not UTF-8.</exception>
    public string Text(string key, object value)
    {
        if (value is not string { Length: > 0 } text)
        {
            throw Error($"{key} wants a 'single-quoted' text that is not empty");
        }

        try
        {
            return StrictUtf8.GetString(Encoding.Latin1.GetBytes(text));
        }
        catch (DecoderFallbackException)
        {
            throw Error(
                $"the text of {key} is not UTF-8, perhaps it is ANSI (a code page of Windows); save the file as UTF-8");
        }
    }

    /// <summary>An error that names the line.</summary>
    public FormatException Error(string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"line {number}: {what}"));

    private object Value(string text)
    {
        object value;
        int end;
        if (text.StartsWith("true", StringComparison.Ordinal))
        {
            (value, end) = (true, 4);
        }
        else if (text.StartsWith("false", StringComparison.Ordinal))
        {
            (value, end) = (false, 5);
        }
        else if (text.StartsWith('\''))
        {
            (value, end) = Quoted(text);
        }
        else if (text.Length > 0 && char.IsAsciiDigit(text[0]))
        {
            (value, end) = Integer(text);
        }
        else
        {
            throw Error("a value is true, false, a decimal integer or a 'single-quoted' text");
        }

        string rest = text[end..].TrimStart(' ', '\t');
        return rest.Length == 0 || rest[0] == '#' ? value : throw Error("unexpected text after the value");
    }

    private (object Value, int End) Quoted(string text)
    {
        if (text.StartsWith("'''", StringComparison.Ordinal))
        {
            throw Error("triple-quoted texts are not supported");
        }

        int close = text.IndexOf('\'', 1);
        return close < 0 ? throw Error("the closing ' is missing") : (text[1..close], close + 1);
    }

    private (object Value, int End) Integer(string text)
    {
        int end = 1;
        while (text[0] != '0' && end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return ulong.TryParse(text.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)
            ? (value, end)
            : throw Error("the integer is too large");
    }
}

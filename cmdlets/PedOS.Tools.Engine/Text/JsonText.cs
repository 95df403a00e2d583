using System.Globalization;
using System.Text;

namespace PedOS.Tools.Engine.Text;

/// <summary>JSON text (RFC 8259), written and read.</summary>
public static class JsonText
{
    /// <summary>Levels of nesting that are read; the documents of the engine have six.</summary>
    public const int MaxDepth = 32;

    /// <summary>Reads one value with nothing but blanks after it.</summary>
    /// <exception cref="FormatException">
    /// The text is no JSON, has a number that is no whole number of 64 bits, a name twice in a record, or is nested
    /// deeper than <see cref="MaxDepth"/>.
    /// </exception>
    public static JsonValue Read(string text) => new JsonReader(text).ReadAll();

    /// <summary>Writes a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isIndented">One member or element per line, for people.</param>
    public static string Write(JsonValue value, bool isIndented)
    {
        StringBuilder text = new();
        Write(text, value, isIndented ? 0 : -1);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonValue value, int depth)
    {
        switch (value.Kind)
        {
            case JsonKind.Null:
                text.Append("null");
                break;
            case JsonKind.Truth:
                text.Append(value.AsTruth() ? "true" : "false");
                break;
            case JsonKind.Number:
                text.Append(value.AsNumber().ToString(CultureInfo.InvariantCulture));
                break;
            case JsonKind.Text:
                WriteText(text, value.AsText());
                break;
            case JsonKind.List:
                WriteMany(text, '[', ']', value.Items, static (to, item, at) => Write(to, item, at), depth);
                break;
            default:
                WriteMany(text, '{', '}', value.Members, WriteMember, depth);
                break;
        }
    }

    private static void WriteMember(StringBuilder text, KeyValuePair<string, JsonValue> member, int depth)
    {
        WriteText(text, member.Key);
        text.Append(depth < 0 ? ":" : ": ");
        Write(text, member.Value, depth);
    }

    private static void WriteMany<T>(
        StringBuilder text,
        char open,
        char close,
        IReadOnlyList<T> items,
        Action<StringBuilder, T, int> write,
        int depth)
    {
        int inner = depth < 0 ? depth : depth + 1;
        text.Append(open);
        for (int i = 0; i < items.Count; i++)
        {
            text.Append(i > 0 ? "," : "");
            BreakLine(text, inner);
            write(text, items[i], inner);
        }

        if (items.Count > 0)
        {
            BreakLine(text, depth);
        }

        text.Append(close);
    }

    private static void BreakLine(StringBuilder text, int depth)
    {
        if (depth >= 0)
        {
            text.Append('\n').Append(' ', 2 * depth);
        }
    }

    private static void WriteText(StringBuilder text, string value)
    {
        text.Append('"');
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            bool isPaired = (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
                || (char.IsLowSurrogate(c) && i > 0 && char.IsHighSurrogate(value[i - 1]));
            if (c is '"' or '\\')
            {
                text.Append('\\').Append(c);
            }
            else if (c < ' ' || c is '\u2028' or '\u2029' || (char.IsSurrogate(c) && !isPaired))
            {
                // A lone surrogate has no UTF-8 form; a file name of Windows may still hold one.
                text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                text.Append(c);
            }
        }

        text.Append('"');
    }
}

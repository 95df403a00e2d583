using System.Globalization;
using System.Text;
using PedOS.Tools.Contracts;

namespace PedOS.Agents.Logging;

/// <summary>
/// Text of one line: <c>2026-11-21T22:30:00.123Z I message</c>. Nothing inside a message can end the line, steer a
/// terminal or turn the order of the text around.
/// </summary>
internal static class LogLine
{
    /// <summary>
    /// Most UTF-16 units of a message (arbitrary; with an exception and a header it fits the smallest file).
    /// </summary>
    public const int MaxMessage = 4096;

    private const int MaxException = 4096;

    // An exception may hold itself in a ring of inner ones.
    private const int MaxInner = 8;

    /// <summary>Time and level, with which a line begins.</summary>
    public static string Prefix(DateTimeOffset time, LogLevel level) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z '", CultureInfo.InvariantCulture) + Letter(level) + " ";

    /// <summary>The text of a message and its exception, on one line.</summary>
    /// <param name="entry">The message.</param>
    /// <param name="withStack">Adds where the exception came from.</param>
    public static string Text(LogEntry entry, bool withStack)
    {
        string text = Cut(entry.Message, MaxMessage);
        if (entry.Exception is not null)
        {
            text = $"{text}: {Cut(Describe(entry.Exception, withStack), MaxException)}";
        }

        return Safe(text);
    }

    /// <summary>Replaces line breaks by <c> | </c> and other characters that could mislead by <c>_</c>.</summary>
    public static string Safe(string text)
    {
        int first = 0;
        while (first < text.Length && !IsUnsafe(text[first]))
        {
            first++;
        }

        if (first == text.Length)
        {
            return text;
        }

        StringBuilder safe = new(text, 0, first, text.Length + 16);
        for (int i = first; i < text.Length; i++)
        {
            char c = text[i];
            if (!IsLineBreak(c))
            {
                safe.Append(IsUnsafe(c) ? '_' : c);
            }
            else if (c != '\r' || i + 1 == text.Length || text[i + 1] != '\n')
            {
                safe.Append(" | ");
            }
        }

        return safe.ToString();
    }

    /// <summary>The first <paramref name="max"/> units of a text, marked when there were more.</summary>
    public static string Cut(string text, int max) =>
        text.Length <= max ? text : string.Concat(text.AsSpan(0, max - 3), "...");

    private static bool IsLineBreak(char c) => c is '\n' or '\r' or '\v' or '\f' or '\u0085' or '\u2028' or '\u2029';

    // Besides control characters those that turn the direction of text around.
    private static bool IsUnsafe(char c) =>
        c is < ' ' or (>= '\u007f' and < '\u00a0') or '\u2028' or '\u2029'
            or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    private static char Letter(LogLevel level) => level switch
    {
        LogLevel.Error => 'E',
        LogLevel.Warning => 'W',
        LogLevel.Info => 'I',
        LogLevel.Debug => 'D',
        _ => 'V',
    };

    private static string Describe(Exception exception, bool withStack)
    {
        StringBuilder text = new();
        try
        {
            Exception? e = exception;
            for (int i = 0; e is not null && i < MaxInner; i++, e = e.InnerException)
            {
                text.Append(i == 0 ? string.Empty : " <- ").Append(e.GetType().Name).Append(": ").Append(e.Message);
            }

            if (withStack && exception.StackTrace is { } stack)
            {
                text.Append('\n').Append(stack);
            }
        }
        catch (Exception e)
        {
            // Message and StackTrace are virtual and may fail; the log must not.
            text.Append(" (").Append(e.GetType().Name).Append(" while it was described)");
        }

        return text.ToString();
    }
}

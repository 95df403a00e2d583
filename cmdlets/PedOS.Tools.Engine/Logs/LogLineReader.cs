using System.Globalization;
using PedOS.Tools.Contracts;

namespace PedOS.Tools.Engine.Logs;

/// <summary>Reads lines of a log: <c>2026-11-21T22:30:00.123Z I message</c>.</summary>
public static class LogLineReader
{
    /// <summary>UTF-16 units of a line that are read; programs write less than half of it.</summary>
    public const int MaxLine = 32768;

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const int TimeLength = 24;

    /// <summary>
    /// Reads a line. Whoever wrote it, its text steers no terminal and turns no order of letters around: such
    /// characters become <c>_</c>, as the programs have it.
    /// </summary>
    /// <returns>Null when it is none of a log: torn, or written by something else.</returns>
    public static LogRecord? TryRead(string line, LogFileLabel file) =>
        line.Length is > TimeLength + 2 and <= MaxLine
            && line[TimeLength] == ' '
            && line[TimeLength + 2] == ' '
            && LevelOf(line[TimeLength + 1]) is { } level
            && DateTime.TryParseExact(
                line.Substring(0, TimeLength),
                TimeFormat,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out DateTime time)
            ? new(
                time,
                level,
                file.Component,
                file.ProcessId,
                DisplayText.Line(line.Substring(TimeLength + 3)),
                file.FileName)
            : null;

    private static LogLevel? LevelOf(char letter) => letter switch
    {
        'E' => LogLevel.Error,
        'W' => LogLevel.Warning,
        'I' => LogLevel.Info,
        'D' => LogLevel.Debug,
        'V' => LogLevel.Verbose,
        _ => null,
    };
}

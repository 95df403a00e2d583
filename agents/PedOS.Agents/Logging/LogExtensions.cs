using PedOS.Tools.Contracts;

namespace PedOS.Agents.Logging;

/// <summary>One short method per level.</summary>
public static class LogExtensions
{
    /// <summary>Something failed and somebody has to act.</summary>
    public static void Error(this ILog log, string message, Exception? exception = null) =>
        log.Write(LogLevel.Error, message, exception);

    /// <summary>Something failed and the program went on.</summary>
    public static void Warning(this ILog log, string message, Exception? exception = null) =>
        log.Write(LogLevel.Warning, message, exception);

    /// <summary>Starts, stops, calls.</summary>
    public static void Info(this ILog log, string message) => log.Write(LogLevel.Info, message);

    /// <summary>Decisions on the way.</summary>
    public static void Debug(this ILog log, string message) => log.Write(LogLevel.Debug, message);
}

using PedOS.Tools.Contracts;

namespace PedOS.Agents.Logging;

/// <summary>One message on its way to the file.</summary>
/// <param name="Time">When it was written.</param>
/// <param name="Level">Its weight.</param>
/// <param name="Message">Its text, as the caller gave it, cut at <see cref="LogLine.MaxMessage"/>.</param>
/// <param name="Exception">What was caught.</param>
/// <param name="IsEarly">Written before the level was known: it is checked later.</param>
/// <param name="Flushed">Not a message: completed when everything before it is written.</param>
internal sealed record LogEntry(
    DateTimeOffset Time,
    LogLevel Level,
    string Message,
    Exception? Exception = null,
    bool IsEarly = false,
    TaskCompletionSource? Flushed = null);

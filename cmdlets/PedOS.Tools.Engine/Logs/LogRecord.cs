using PedOS.Tools.Contracts;

namespace PedOS.Tools.Engine.Logs;

/// <summary>A line of a log.</summary>
/// <param name="Time">When it was written, UTC, to the millisecond.</param>
/// <param name="Level">Its weight.</param>
/// <param name="Component">The program.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="Message">The text.</param>
/// <param name="File">Name of the file.</param>
public sealed record LogRecord(
    DateTime Time, LogLevel Level, string Component, int ProcessId, string Message, string File);

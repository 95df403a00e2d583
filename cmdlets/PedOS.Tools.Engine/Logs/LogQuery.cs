using PedOS.Tools.Contracts;

namespace PedOS.Tools.Engine.Logs;

/// <summary>Which lines of the logs are wanted.</summary>
/// <param name="Components">Programs; empty for all.</param>
/// <param name="Level">The least weight: <see cref="LogLevel.Warning"/> takes errors, too.</param>
/// <param name="After">Only what was written later; null for everything.</param>
public sealed record LogQuery(
    IReadOnlyCollection<string> Components, LogLevel Level = LogLevel.Verbose, DateTime? After = null)
{
    /// <summary>Whether a line is wanted; its program is not looked at.</summary>
    public bool Takes(LogRecord record) => record.Level <= Level && (After is null || record.Time > After);
}

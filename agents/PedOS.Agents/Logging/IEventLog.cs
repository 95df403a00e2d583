using PedOS.Tools.Contracts;

namespace PedOS.Agents.Logging;

/// <summary>
/// A second place for what somebody has to see: the Windows event log, or standard error under a supervisor.
/// </summary>
public interface IEventLog : IDisposable
{
    /// <summary>The least weighty level that goes there.</summary>
    LogLevel Least { get; }

    /// <summary>Writes one message; one call at a time, from a thread that may wait.</summary>
    /// <param name="level">Its weight, at least as heavy as <see cref="Least"/>.</param>
    /// <param name="text">One line without control characters.</param>
    /// <exception cref="IOException">It cannot be written there.</exception>
    void Report(LogLevel level, string text);
}

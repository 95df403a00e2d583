using PedOS.Tools.Contracts;

namespace PedOS.Agents.Logging;

/// <summary>A program's log. Never throws, never blocks on a slow disk, may be called from any thread.</summary>
public interface ILog
{
    /// <summary>Whether a message of this level would be written; ask before composing an expensive one.</summary>
    bool IsEnabled(LogLevel level);

    /// <summary>Writes one message.</summary>
    /// <param name="level">Its weight.</param>
    /// <param name="message">One sentence; line ends are replaced.</param>
    /// <param name="exception">What was caught, if anything.</param>
    void Write(LogLevel level, string message, Exception? exception = null);
}

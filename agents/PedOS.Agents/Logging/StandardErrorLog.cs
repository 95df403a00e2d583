using System.Text;
using PedOS.Tools.Contracts;

namespace PedOS.Agents.Logging;

/// <summary>Errors and warnings on standard error, where the supervisor of a daemon, or a person, sees them.</summary>
/// <param name="program">Named at the start of each line.</param>
/// <param name="error">Standard error; null for the process's own.</param>
public sealed class StandardErrorLog(string program, Stream? error = null) : IEventLog
{
    private Stream? _error = error;

    /// <inheritdoc/>
    public LogLevel Least => LogLevel.Warning;

    /// <inheritdoc/>
    public void Report(LogLevel level, string text)
    {
        // One write, so that lines of several programs do not mix.
        _error ??= Console.OpenStandardError();
        _error.Write(Encoding.UTF8.GetBytes($"{program}: {text}\n"));
        _error.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _error?.Dispose();
}

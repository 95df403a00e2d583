using PedOS.Agents.Logging;
using PedOS.Tools.Contracts;

namespace PedOS.Agents.Tests.Logging;

/// <summary>Keeps messages for assertions.</summary>
public sealed class RecordingLog : ILog
{
    private readonly Lock _gate = new();
    private readonly List<(LogLevel Level, string Message)> _messages = [];

    public IReadOnlyList<(LogLevel Level, string Message)> Messages
    {
        get
        {
            lock (_gate)
            {
                return [.. _messages];
            }
        }
    }

    public IReadOnlyList<string> Warnings =>
        [.. Messages.Where(m => m.Level == LogLevel.Warning).Select(m => m.Message)];

    public bool IsEnabled(LogLevel level) => true;

    public void Write(LogLevel level, string message, Exception? exception = null)
    {
        lock (_gate)
        {
            _messages.Add((level, message));
        }
    }
}

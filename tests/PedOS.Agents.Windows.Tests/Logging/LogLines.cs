using System.Collections.Concurrent;
using PedOS.Agents.Logging;
using PedOS.Tools.Contracts;

namespace PedOS.Agents.Windows.Tests.Logging;

/// <summary>Keeps what is said.</summary>
internal sealed class LogLines : ILog
{
    private readonly ConcurrentQueue<string> _lines = [];

    /// <summary>Level and text.</summary>
    public IReadOnlyList<string> All => [.. _lines];

    public bool IsEnabled(LogLevel level) => true;

    public void Write(LogLevel level, string message, Exception? exception = null) =>
        _lines.Enqueue($"{level}: {message}");
}

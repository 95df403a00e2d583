using System.Collections.Concurrent;
using PedOS.Agents.Logging;
using PedOS.Tools.Contracts;

namespace PedOS.Network.Tests;

/// <summary>Keeps what the service says.</summary>
internal sealed class LogLines : ILog
{
    private readonly ConcurrentQueue<string> _lines = [];

    /// <summary>Level and text.</summary>
    public IReadOnlyList<string> All => [.. _lines];

    public bool IsEnabled(LogLevel level) => level <= LogLevel.Info;

    public void Write(LogLevel level, string message, Exception? exception = null)
    {
        if (IsEnabled(level))
        {
            _lines.Enqueue($"{level}: {message}");
        }
    }
}

using System.Collections.Concurrent;
using PedOS.Agents.Logging;
using PedOS.Tools.Contracts;

namespace PedOS.TestKit;

/// <summary>A log that keeps what is said, for tests that ask for it.</summary>
public sealed class QuietLog : ILog
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _entries = new();

    /// <summary>What was said.</summary>
    public IReadOnlyCollection<(LogLevel Level, string Text)> Entries => _entries;

    /// <summary>Whether an entry holds this text.</summary>
    public bool Says(string text) =>
        _entries.Any(entry => entry.Text.Contains(text, StringComparison.Ordinal));

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel level) => true;

    /// <inheritdoc/>
    public void Write(LogLevel level, string message, Exception? exception = null) =>
        _entries.Enqueue((level, message));
}

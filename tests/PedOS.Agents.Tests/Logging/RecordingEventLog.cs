using System.Collections.Concurrent;
using PedOS.Agents.Logging;
using PedOS.Tools.Contracts;

namespace PedOS.Agents.Tests.Logging;

/// <summary>An event log that remembers, fails or hangs.</summary>
public sealed class RecordingEventLog(LogLevel least = LogLevel.Error) : IEventLog
{
    private readonly ConcurrentQueue<string> _reports = new();

    public IReadOnlyCollection<string> Reports => _reports;

    public Exception? Failure { get; set; }

    public ManualResetEventSlim Gate { get; } = new(true);

    public bool IsDisposed { get; private set; }

    public LogLevel Least => least;

    public void Report(LogLevel level, string text)
    {
        Gate.Wait();
        if (Failure is not null)
        {
            throw Failure;
        }

        _reports.Enqueue($"{level}: {text}");
    }

    public void Dispose() => IsDisposed = true;
}

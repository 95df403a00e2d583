using System.Threading.Channels;
using PedOS.Tools.Contracts;

namespace PedOS.Agents.Logging;

/// <summary>
/// Takes messages to the event log from a queue of its own, so that a slow one never holds up the file.
/// </summary>
internal sealed class EventRelay : IAsyncDisposable
{
    // Messages that wait (arbitrary); more are counted, the file has them.
    private const int QueueLength = 256;

    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(2);

    private readonly IEventLog _eventLog;
    private readonly TimeProvider _time;
    private readonly Channel<(LogLevel Level, string Text)> _queue =
        Channel.CreateBounded<(LogLevel, string)>(new BoundedChannelOptions(QueueLength) { SingleReader = true });

    private readonly Task _reporter;
    private long _skipped;

    /// <summary>Starts the relay; it disposes the event log.</summary>
    public EventRelay(IEventLog eventLog, TimeProvider time)
    {
        _eventLog = eventLog;
        _time = time;
        _reporter = ReportAllAsync();
    }

    /// <summary>Hands a message over if it is weighty enough.</summary>
    public void Post(LogLevel level, string text)
    {
        if (level <= _eventLog.Least && !_queue.Writer.TryWrite((level, text)))
        {
            Interlocked.Increment(ref _skipped);
        }
    }

    /// <summary>Reports what waits, for at most two seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        try
        {
            await _reporter.WaitAsync(EndTimeout, _time);
            _eventLog.Dispose();
        }
        catch (TimeoutException)
        {
            // It hangs in the event log; the process ends without it.
        }
    }

    private async Task ReportAllAsync()
    {
        await foreach ((LogLevel level, string text) in _queue.Reader.ReadAllAsync())
        {
            Report(level, text);
            if (_queue.Reader.Count == 0 && Interlocked.Exchange(ref _skipped, 0) is > 0 and long skipped)
            {
                Report(_eventLog.Least, $"{skipped} more messages are in the log file only");
            }
        }
    }

    private void Report(LogLevel level, string text)
    {
        try
        {
            _eventLog.Report(level, text);
        }
        catch (Exception)
        {
            // The event log is the second place; the message is in the file.
        }
    }
}

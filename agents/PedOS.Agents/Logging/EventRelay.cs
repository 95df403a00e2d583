using PedOS.Tools.Contracts;

namespace PedOS.Agents.Logging;

/// <summary>
/// Takes messages to the event log from a queue and a thread of its own, so that a slow one never holds up the file.
/// There is a thread only while there are messages.
/// </summary>
internal sealed class EventRelay : IAsyncDisposable
{
    // Messages that wait (arbitrary); more are counted, the file has them.
    private const int QueueLength = 256;

    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(2);

    private readonly IEventLog _eventLog;
    private readonly TimeProvider _time;
    private readonly LogQueue _queue;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _skipped;

    /// <summary>Creates the relay.</summary>
    /// <param name="eventLog">Where the messages go; disposed with the relay.</param>
    /// <param name="time">Clock.</param>
    public EventRelay(IEventLog eventLog, TimeProvider time)
    {
        _eventLog = eventLog;
        _time = time;
        _queue = new LogQueue(
            () => new Thread(ReportAll) { IsBackground = true, Name = "event log" }.Start(), isHeld: false);
    }

    /// <summary>Hands a message over if it is weighty enough.</summary>
    public void Post(LogLevel level, string text)
    {
        if (level <= _eventLog.Least && !_queue.TryAdd(new LogEntry(default, level, text), QueueLength))
        {
            Interlocked.Increment(ref _skipped);
        }
    }

    /// <summary>Reports what waits, for at most two seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_queue.Close())
        {
            _ended.TrySetResult();
        }

        try
        {
            await _ended.Task.WaitAsync(EndTimeout, _time);
            _eventLog.Dispose();
        }
        catch (TimeoutException)
        {
            // It hangs in the event log; the process ends without it.
        }
    }

    private void ReportAll()
    {
        bool isOver;
        do
        {
            while (_queue.TryTake(out LogEntry? entry))
            {
                Report(entry.Level, entry.Message);
            }

            if (Interlocked.Exchange(ref _skipped, 0) is > 0 and long skipped)
            {
                Report(_eventLog.Least, $"{skipped} more messages are in the log file only");
            }
        }
        while (!_queue.TryRest(out isOver));

        if (isOver)
        {
            _ended.TrySetResult();
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

using System.Text;
using PedOS.Tools.Contracts;

namespace PedOS.Agents.Logging;

/// <summary>
/// A log in files. Callers only queue; one worker at a time writes, opens, changes and removes files. Messages are
/// kept until <see cref="Configure"/> says where they go.
/// </summary>
public sealed class FileLog : ILog, IThreadPoolWorkItem, IAsyncDisposable
{
    /// <summary>Messages that wait for the disk (arbitrary); more are counted, and the count is written.</summary>
    public const int QueueLength = 16384;

    // Places in the queue that only errors may take.
    private const int ErrorReserve = 1024;

    // UTF-16 units that wait (8 MiB): the longest messages would fill the memory long before the queue.
    private const long MaxQueuedText = 4 << 20;

    // Bytes collected for one write; with the longest line and a header less than the smallest LogMaxSize.
    private const int BatchSize = 32768;

    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private readonly LogQueue _queue;
    private readonly StormFilter _storm;
    private readonly LogChain _chain;
    private readonly EventRelay? _events;
    private readonly bool _eventsOnStandardError;
    private readonly MemoryStream _batch = new(4096);
    private readonly ITimer _retry;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isEnding;
    private int _isWaiting;
    private volatile LogOptions? _options;
    private long _lost;
    private long _lostErrors;
    private int _disposed;

    /// <summary>Creates the log. No file is touched before there is something to write.</summary>
    /// <param name="program">Program, see <see cref="ProgramNames"/>.</param>
    /// <param name="places">Where it goes when its directory cannot be used.</param>
    /// <param name="eventLog">Where weighty messages go too; disposed with the log.</param>
    /// <param name="time">Clock.</param>
    public FileLog(string program, LogPlaces places, IEventLog? eventLog, TimeProvider time)
    {
        _time = time;
        _storm = new StormFilter(
            time,
            (level, text, more) => Enqueue(new LogEntry(
                _time.GetUtcNow(),
                level,
                $"last message repeated {more} times: {text}",
                IsEarly: _options is null)));
        _events = eventLog is null ? null : new EventRelay(eventLog, time);
        _eventsOnStandardError = eventLog is StandardErrorLog;
        _chain = new LogChain(program, places, time, text => _events?.Post(LogLevel.Error, LogLine.Safe(text)));
        _retry = time.CreateTimer(_ => Resume(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _queue = new LogQueue(Wake, isHeld: true);
    }

    /// <summary>Says where messages go and which are written; again whenever that changes.</summary>
    public void Configure(LogOptions options)
    {
        _options = options;
        _queue.Release();
    }

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel level) => level <= (_options?.Level ?? LogLevel.Verbose);

    /// <inheritdoc/>
    public void Write(LogLevel level, string message, Exception? exception = null)
    {
        if (!IsEnabled(level))
        {
            return;
        }

        try
        {
            string text = LogLine.Cut(message, LogLine.MaxMessage);
            if (_storm.Admits(level, text))
            {
                Enqueue(new LogEntry(_time.GetUtcNow(), level, text, exception, _options is null));
            }
        }
        catch (Exception)
        {
            // Out of memory, or a null where none is allowed: the caller has its own work to do.
            CountLost(level);
        }
    }

    /// <summary>Completes when every message before it has been written, or could not be.</summary>
    public Task FlushAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource flushed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        LogEntry mark = new(default, LogLevel.Verbose, string.Empty, Flushed: flushed);
        return (_queue.TryAdd(mark) ? flushed.Task : _ended.Task).WaitAsync(cancellationToken);
    }

    /// <summary>Writes what is queued, for at most five seconds. Later messages are ignored.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _storm.Dispose();
        if (_options is null)
        {
            Configure(LogOptions.Default);
        }

        _isEnding = true;
        if (_queue.Close())
        {
            _ended.TrySetResult();
        }

        Resume();
        try
        {
            await _ended.Task.WaitAsync(EndTimeout, _time);
            _chain.Dispose();
        }
        catch (TimeoutException)
        {
            // The disk hangs; the process ends without it.
        }

        await _retry.DisposeAsync();

        if (_events is not null)
        {
            await _events.DisposeAsync();
        }
    }

    private void Enqueue(LogEntry entry)
    {
        bool isQueued = entry.Level == LogLevel.Error
            ? _queue.TryAdd(entry, QueueLength, 2 * MaxQueuedText)
            : _queue.TryAdd(entry, QueueLength - ErrorReserve, MaxQueuedText);
        if (!isQueued)
        {
            CountLost(entry.Level);
        }
    }

    private void CountLost(LogLevel level)
    {
        Interlocked.Increment(ref _lost);
        if (level == LogLevel.Error)
        {
            Interlocked.Increment(ref _lostErrors);
        }
    }

    /// <summary>Writes what is queued; called by the thread pool alone.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        bool isOver;
        do
        {
            if (!TryDrain())
            {
                Pause();
                return;
            }
        }
        while (!_queue.TryRest(out isOver));

        if (isOver)
        {
            _ended.TrySetResult();
        }
    }

    /// <summary>
    /// Nothing takes a line now, not even standard error; the queue holds what comes until the next try.
    /// </summary>
    private void Pause()
    {
        if (_isEnding)
        {
            _ended.TrySetResult();
            return;
        }

        Interlocked.Exchange(ref _isWaiting, 1);
        _retry.Change(LogChain.Retry, Timeout.InfiniteTimeSpan);
        if (_isEnding)
        {
            // The end came before it could see that there is something to resume.
            Resume();
        }
    }

    private void Resume()
    {
        if (Interlocked.Exchange(ref _isWaiting, 0) == 1)
        {
            Wake();
        }
    }

    // A work item and not a task: code for one would have to be compiled at the start. DisposeAsync waits for its end.
    private void Wake() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    private bool TryDrain()
    {
        try
        {
            return Drain();
        }
        catch (Exception)
        {
            // Out of memory, say. The log goes on without the lines that met it; the next lines tell how many messages.
            _batch.SetLength(0);
            CountLost(LogLevel.Error);
            return true;
        }
    }

    /// <summary>Writes what is queued.</summary>
    /// <returns>False when it cannot be written now.</returns>
    private bool Drain()
    {
        bool isWritten = FlushBatch();
        while (isWritten && _queue.TryTake(out LogEntry? entry))
        {
            if (entry.Flushed is not null)
            {
                isWritten = WriteLost() && FlushBatch();
                entry.Flushed.TrySetResult();
                continue;
            }

            if (!entry.IsEarly || IsEnabled(entry.Level))
            {
                isWritten = WriteEntry(entry);
            }
        }

        return isWritten && WriteLost() && FlushBatch();
    }

    private bool WriteLost()
    {
        if (Interlocked.Exchange(ref _lost, 0) is not (> 0 and long lost))
        {
            return true;
        }

        long errors = Interlocked.Exchange(ref _lostErrors, 0);
        string text = $"{lost} messages lost, {errors} of them errors: they came faster than they could be written";
        LogLevel level = errors > 0 ? LogLevel.Error : LogLevel.Warning;
        return WriteEntry(new LogEntry(_time.GetUtcNow(), level, text));
    }

    private bool WriteEntry(LogEntry entry)
    {
        string text = LogLine.Text(entry, withStack: entry.Level == LogLevel.Error || IsEnabled(LogLevel.Debug));
        _batch.Write(Encoding.UTF8.GetBytes($"{LogLine.Prefix(entry.Time, entry.Level)}{text}\n"));
        bool isUrgent = entry.Level <= LogLevel.Warning;
        bool isWritten = (!isUrgent && _batch.Length < BatchSize) || FlushBatch();
        if (isUrgent && !(_eventsOnStandardError && _chain.IsOnStandardError))
        {
            _events?.Post(entry.Level, text);
        }

        return isWritten;
    }

    private bool FlushBatch()
    {
        if (_batch.Length == 0)
        {
            return true;
        }

        bool isWritten = _chain.Write(_batch.GetBuffer().AsSpan(0, (int)_batch.Length), _options!);
        if (isWritten)
        {
            _batch.SetLength(0);
        }

        return isWritten;
    }
}

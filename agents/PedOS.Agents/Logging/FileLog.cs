using System.Buffers;
using System.Text;
using System.Threading.Channels;
using PedOS.Tools.Contracts;

namespace PedOS.Agents.Logging;

/// <summary>
/// A log in files. Callers only queue; one task writes, opens, changes and removes files. Messages are kept until
/// <see cref="Configure"/> says where they go.
/// </summary>
public sealed class FileLog : ILog, IAsyncDisposable
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
    private readonly Channel<LogEntry> _queue =
        Channel.CreateBounded<LogEntry>(new BoundedChannelOptions(QueueLength) { SingleReader = true });

    private readonly StormFilter _storm;
    private readonly LogChain _chain;
    private readonly EventRelay? _events;
    private readonly bool _eventsOnStandardError;
    private readonly ArrayBufferWriter<byte> _batch = new(4096);
    private readonly TaskCompletionSource _configured = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _writer;
    private volatile LogOptions? _options;
    private long _queuedText;
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
            time, (level, text) => Enqueue(new LogEntry(_time.GetUtcNow(), level, text, IsEarly: _options is null)));
        _events = eventLog is null ? null : new EventRelay(eventLog, time);
        _eventsOnStandardError = eventLog is StandardErrorLog;
        _chain = new LogChain(program, places, time, text => _events?.Post(LogLevel.Error, LogLine.Safe(text)));
        _writer = WriteAllAsync();
    }

    /// <summary>Says where messages go and which are written; again whenever that changes.</summary>
    public void Configure(LogOptions options)
    {
        _options = options;
        _configured.TrySetResult();
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
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource flushed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        while (!_queue.Writer.TryWrite(new LogEntry(default, LogLevel.Verbose, string.Empty, Flushed: flushed)))
        {
            if (!await _queue.Writer.WaitToWriteAsync(cancellationToken))
            {
                await _writer.WaitAsync(cancellationToken);
                return;
            }
        }

        await flushed.Task.WaitAsync(cancellationToken);
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
            Configure(LogOptions.From(Settings.EffectiveSettings.Default));
        }

        _queue.Writer.TryComplete();
        await _ending.CancelAsync();
        try
        {
            await _writer.WaitAsync(EndTimeout, _time);
            _chain.Dispose();
            _ending.Dispose();
        }
        catch (TimeoutException)
        {
            // The disk hangs; the process ends without it.
        }

        if (_events is not null)
        {
            await _events.DisposeAsync();
        }
    }

    private void Enqueue(in LogEntry entry)
    {
        bool isError = entry.Level == LogLevel.Error;
        int room = isError ? QueueLength : QueueLength - ErrorReserve;
        long textRoom = isError ? 2 * MaxQueuedText : MaxQueuedText;
        if (_queue.Reader.Count < room
            && Interlocked.Read(ref _queuedText) < textRoom
            && _queue.Writer.TryWrite(entry))
        {
            Interlocked.Add(ref _queuedText, entry.Message.Length);
        }
        else
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

    private async Task WriteAllAsync()
    {
        await _configured.Task;
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (!TryDrain() && !_ending.IsCancellationRequested)
            {
                // Nothing takes a line now, not even standard error; the queue holds what comes.
                await Task.Delay(LogChain.Retry, _time, _ending.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private bool TryDrain()
    {
        try
        {
            return Drain();
        }
        catch (Exception)
        {
            // Out of memory, say. The log goes on without the lines that met it; the next lines tell how many messages.
            _batch.Clear();
            CountLost(LogLevel.Error);
            return true;
        }
    }

    /// <summary>Writes what is queued.</summary>
    /// <returns>False when it cannot be written now.</returns>
    private bool Drain()
    {
        bool isWritten = FlushBatch();
        while (isWritten && _queue.Reader.TryRead(out LogEntry entry))
        {
            if (entry.Flushed is not null)
            {
                isWritten = WriteLost() && FlushBatch();
                entry.Flushed.TrySetResult();
                continue;
            }

            Interlocked.Add(ref _queuedText, -entry.Message.Length);
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

    private bool WriteEntry(in LogEntry entry)
    {
        string text = LogLine.Text(entry, withStack: entry.Level == LogLevel.Error || IsEnabled(LogLevel.Debug));
        Encoding.UTF8.GetBytes(LogLine.Prefix(entry.Time, entry.Level), _batch);
        Encoding.UTF8.GetBytes(text, _batch);
        _batch.Write("\n"u8);
        bool isUrgent = entry.Level <= LogLevel.Warning;
        bool isWritten = (!isUrgent && _batch.WrittenCount < BatchSize) || FlushBatch();
        if (isUrgent && !(_eventsOnStandardError && _chain.IsOnStandardError))
        {
            _events?.Post(entry.Level, text);
        }

        return isWritten;
    }

    private bool FlushBatch()
    {
        if (_batch.WrittenCount == 0)
        {
            return true;
        }

        bool isWritten = _chain.Write(_batch.WrittenSpan, _options!);
        if (isWritten)
        {
            _batch.ResetWrittenCount();
        }

        return isWritten;
    }
}

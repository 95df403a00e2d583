using System.Diagnostics.CodeAnalysis;

namespace PedOS.Agents.Logging;

/// <summary>
/// Messages on their way to one reader, which is woken when there is something to read and rests when there is not. A
/// channel would do the same, but no precompiled code exists for one: compiling it took longer than everything else a
/// program does before it is ready.
/// </summary>
/// <param name="wake">Starts the reader; called under the lock of the queue, never while the reader is awake.</param>
/// <param name="isHeld">Whether the reader is left asleep until <see cref="Release"/>.</param>
internal sealed class LogQueue(Action wake, bool isHeld)
{
    private readonly Lock _gate = new();
    private readonly Queue<LogEntry> _entries = new();
    private bool _isHeld = isHeld;
    private bool _isAwake;
    private bool _isClosed;
    private long _text;

    /// <summary>Adds a message.</summary>
    /// <param name="entry">The message.</param>
    /// <param name="maxCount">Messages there may be before it.</param>
    /// <param name="maxText">UTF-16 units there may be before it.</param>
    /// <returns>False when the queue is full or closed.</returns>
    public bool TryAdd(LogEntry entry, int maxCount = int.MaxValue, long maxText = long.MaxValue)
    {
        lock (_gate)
        {
            if (_isClosed || _entries.Count >= maxCount || _text >= maxText)
            {
                return false;
            }

            _entries.Enqueue(entry);
            _text += entry.Message.Length;
            WakeIfNeeded();
            return true;
        }
    }

    /// <summary>Takes the oldest message; for the reader.</summary>
    public bool TryTake([NotNullWhen(true)] out LogEntry? entry)
    {
        lock (_gate)
        {
            if (_entries.TryDequeue(out entry))
            {
                _text -= entry.Message.Length;
                return true;
            }

            return false;
        }
    }

    /// <summary>Lets the reader rest if there is nothing to read.</summary>
    /// <param name="isOver">Nothing will come any more.</param>
    /// <returns>False when there is something to read.</returns>
    public bool TryRest(out bool isOver)
    {
        lock (_gate)
        {
            isOver = _isClosed && _entries.Count == 0;
            _isAwake = _entries.Count > 0;
            return !_isAwake;
        }
    }

    /// <summary>Lets the reader begin.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _isHeld = false;
            WakeIfNeeded();
        }
    }

    /// <summary>Takes no more messages; the reader gets those that are there.</summary>
    /// <returns>Whether the reader rests: everything has been read.</returns>
    public bool Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            return !_isAwake && _entries.Count == 0;
        }
    }

    private void WakeIfNeeded()
    {
        if (!_isAwake && !_isHeld && _entries.Count > 0)
        {
            _isAwake = true;
            wake();
        }
    }
}

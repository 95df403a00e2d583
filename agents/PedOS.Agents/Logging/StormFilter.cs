using PedOS.Tools.Contracts;

namespace PedOS.Agents.Logging;

/// <summary>
/// Lets a text through <see cref="Limit"/> times in a <see cref="Window"/>, counts the rest and tells the count once
/// when the window ends. Other texts are not affected. Debug and Verbose pass: who asks for every message gets every
/// message.
/// </summary>
internal sealed class StormFilter : IDisposable
{
    /// <summary>How often one text is written in a window.</summary>
    public const int Limit = 10;

    // Texts of one level watched at a time (arbitrary); a text beyond it passes.
    private const int MaxTexts = 256;

    private readonly TimeProvider _time;
    private readonly Action<LogLevel, string, long> _tell;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly Watched[] _levels = [new(LogLevel.Error), new(LogLevel.Warning), new(LogLevel.Info)];
    private bool _isArmed;
    private bool _disposed;

    /// <summary>Creates the filter.</summary>
    /// <param name="time">Clock of the windows.</param>
    /// <param name="tell">
    /// Writes a summary of a text and how often it was held back; called under the lock of the filter, must not come
    /// back.
    /// </param>
    public StormFilter(TimeProvider time, Action<LogLevel, string, long> tell)
    {
        _time = time;
        _tell = tell;
        _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Time over which repetitions are counted.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether a message is to be written.</summary>
    public bool Admits(LogLevel level, string text)
    {
        if (level is < LogLevel.Error or > LogLevel.Info)
        {
            return true;
        }

        lock (_gate)
        {
            if (_disposed)
            {
                return true;
            }

            Watched watched = _levels[level - LogLevel.Error];
            long now = _time.GetTimestamp();
            if (watched.Bursts.TryGetValue(text, out Burst? burst) && burst.End <= now)
            {
                watched.Bursts.Remove(text);
                Tell(watched, text, burst);
                burst = null;
            }

            if (burst is null)
            {
                Begin(watched, text, now);
                return true;
            }

            burst.Count++;
            if (burst.Count > Limit && !_isArmed)
            {
                Arm(burst.End, now);
            }

            return burst.Count <= Limit;
        }
    }

    /// <summary>Tells what was counted; nothing is held back afterwards.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _disposed = true;
            foreach (Watched watched in _levels)
            {
                EndAll(watched, long.MaxValue);
            }
        }
    }

    private void Begin(Watched watched, string text, long now)
    {
        if (watched.Bursts.Count >= MaxTexts && watched.EarliestEnd <= now)
        {
            EndAll(watched, now);
        }

        if (watched.Bursts.Count < MaxTexts)
        {
            long end = now + (long)(Window.TotalSeconds * _time.TimestampFrequency);
            watched.EarliestEnd = watched.Bursts.Count == 0 ? end : Math.Min(watched.EarliestEnd, end);
            watched.Bursts.Add(text, new Burst(end));
        }
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            _isArmed = false;
            long now = _time.GetTimestamp();
            long next = long.MaxValue;
            foreach (Watched watched in _levels)
            {
                next = Math.Min(next, EndAll(watched, now));
            }

            if (next != long.MaxValue)
            {
                Arm(next, now);
            }
        }
    }

    private void Arm(long end, long now)
    {
        // Rounded up, so that the window has ended when the timer comes.
        TimeSpan due = _time.GetElapsedTime(now, end) + TimeSpan.FromMilliseconds(1);
        _isArmed = true;
        _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends the windows that are over.</summary>
    /// <returns>When the next window ends in which messages were held back.</returns>
    private long EndAll(Watched watched, long now)
    {
        long next = long.MaxValue;
        watched.EarliestEnd = long.MaxValue;
        foreach ((string text, Burst burst) in watched.Bursts)
        {
            if (burst.End <= now)
            {
                // Removing during an enumeration is allowed.
                watched.Bursts.Remove(text);
                Tell(watched, text, burst);
                continue;
            }

            watched.EarliestEnd = Math.Min(watched.EarliestEnd, burst.End);
            if (burst.Count > Limit)
            {
                next = Math.Min(next, burst.End);
            }
        }

        return next;
    }

    private void Tell(Watched watched, string text, Burst burst)
    {
        if (burst.Count > Limit)
        {
            _tell(watched.Level, text, burst.Count - Limit);
        }
    }

    private sealed class Watched(LogLevel level)
    {
        public LogLevel Level { get; } = level;

        public Dictionary<string, Burst> Bursts { get; } = [];

        public long EarliestEnd { get; set; }
    }

    private sealed class Burst(long end)
    {
        public long End { get; } = end;

        public long Count { get; set; } = 1;
    }
}

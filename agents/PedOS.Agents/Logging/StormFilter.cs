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

    // Texts watched at a time (arbitrary); a text beyond it passes.
    private const int MaxTexts = 256;

    private readonly TimeProvider _time;
    private readonly Action<LogLevel, string> _tell;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly Dictionary<(LogLevel Level, string Text), Burst> _bursts = [];
    private long _earliestEnd;
    private bool _armed;
    private bool _disposed;

    /// <summary>Creates the filter.</summary>
    /// <param name="time">Clock of the windows.</param>
    /// <param name="tell">Writes a summary; called under the lock of the filter, must not come back.</param>
    public StormFilter(TimeProvider time, Action<LogLevel, string> tell)
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
        if (level > LogLevel.Info)
        {
            return true;
        }

        lock (_gate)
        {
            if (_disposed)
            {
                return true;
            }

            long now = _time.GetTimestamp();
            if (_bursts.TryGetValue((level, text), out Burst? burst) && burst.End <= now)
            {
                End(level, text, burst);
                burst = null;
            }

            if (burst is null)
            {
                return Begin(level, text, now);
            }

            burst.Count++;
            if (burst.Count > Limit && !_armed)
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
            EndAll(long.MaxValue);
        }
    }

    private bool Begin(LogLevel level, string text, long now)
    {
        if (_bursts.Count >= MaxTexts && _earliestEnd <= now)
        {
            EndAll(now);
        }

        if (_bursts.Count < MaxTexts)
        {
            long end = now + (long)(Window.TotalSeconds * _time.TimestampFrequency);
            _earliestEnd = _bursts.Count == 0 ? end : Math.Min(_earliestEnd, end);
            _bursts.Add((level, text), new Burst(end));
        }

        return true;
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            _armed = false;
            long now = _time.GetTimestamp();
            EndAll(now);
            long next = _bursts.Values.Where(b => b.Count > Limit)
                .Select(b => b.End).DefaultIfEmpty(long.MaxValue).Min();
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
        _armed = true;
        _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    private void EndAll(long now)
    {
        foreach (((LogLevel level, string text), Burst burst) in _bursts.Where(b => b.Value.End <= now).ToArray())
        {
            End(level, text, burst);
        }

        _earliestEnd = _bursts.Count == 0 ? 0 : _bursts.Values.Min(b => b.End);
    }

    private void End(LogLevel level, string text, Burst burst)
    {
        _bursts.Remove((level, text));
        if (burst.Count > Limit)
        {
            _tell(level, $"last message repeated {burst.Count - Limit} times: {text}");
        }
    }

    private sealed class Burst(long end)
    {
        public long End { get; } = end;

        public long Count { get; set; } = 1;
    }
}

using System.Security.Cryptography;

namespace PedOS.Agents.Async;

/// <summary>Growing pauses between attempts, with jitter so that several programs do not try in step.</summary>
public sealed class Backoff
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _first;
    private readonly TimeSpan _last;
    private TimeSpan _next;

    /// <summary>Creates the sequence.</summary>
    /// <param name="time">Clock.</param>
    /// <param name="first">First pause.</param>
    /// <param name="last">Longest pause.</param>
    public Backoff(TimeProvider time, TimeSpan first, TimeSpan last)
    {
        _time = time;
        _first = _next = first;
        _last = last;
    }

    /// <summary>Begins again with the first pause: an attempt succeeded.</summary>
    public void Reset() => _next = _first;

    /// <summary>Gives 75 to 125 % of the current pause and doubles the next.</summary>
    public TimeSpan Next()
    {
        TimeSpan pause = _next * (RandomNumberGenerator.GetInt32(75, 126) / 100.0);
        _next = _next * 2 < _last ? _next * 2 : _last;
        return pause;
    }

    /// <summary>Waits for <see cref="Next"/>.</summary>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Next(), _time, cancellationToken);
}

using System.Collections.Concurrent;
using PedOS.TestKit.Dom0;

namespace PedOS.Crash.Tests.Kill;

/// <summary>How calls ended, and whether each end was a true one.</summary>
internal sealed class CallLedger
{
    private readonly ConcurrentQueue<string> _wrong = new();
    private int _complete;
    private int _lost;
    private int _notStarted;
    private int _deaths;
    private int _returns;

    /// <summary>Ends that are wrong, in words.</summary>
    public IReadOnlyCollection<string> Wrong => _wrong;

    /// <summary>Calls with their own exit code and all of their output.</summary>
    public int Complete => Volatile.Read(ref _complete);

    /// <summary>Calls that ended without an exit code.</summary>
    public int Lost => _lost;

    /// <summary>Kills so far.</summary>
    public int Deaths => Volatile.Read(ref _deaths);

    /// <summary>Somebody is about to be killed.</summary>
    public void SomebodyDies() => Interlocked.Increment(ref _deaths);

    /// <summary>Whoever was killed is at work again.</summary>
    public void EverybodyIsBack() => Interlocked.Increment(ref _returns);

    /// <summary>Kills that are over: the one being recovered from can still hit a call that begins now.</summary>
    public int Mark()
    {
        int returns = Volatile.Read(ref _returns);
        return Math.Min(returns, Deaths);
    }

    /// <summary>A call was lost before anything was started for it.</summary>
    public void NotStarted() => Interlocked.Increment(ref _notStarted);

    /// <summary>A call has ended.</summary>
    /// <param name="code">Exit code it must have.</param>
    /// <param name="input">What it was given, and must have given back.</param>
    /// <param name="result">How it ended.</param>
    /// <param name="hit">Whether somebody was killed meanwhile.</param>
    /// <param name="story">What the guest's logs say of it, asked for only when the end is wrong.</param>
    public void Enter(int code, byte[] input, CallResult result, bool hit, Func<IEnumerable<string>> story)
    {
        if (result.ExitCode == code && result.Output.AsSpan().SequenceEqual(input))
        {
            _ = Interlocked.Increment(ref _complete);
        }
        else if (result.ExitCode is null && hit)
        {
            _ = Interlocked.Increment(ref _lost);
        }
        else
        {
            _wrong.Enqueue(
                $"expected {code} with {input.Length} bytes, got {result.ExitCode?.ToString() ?? "none"} "
                + $"with {result.Output.Length} bytes, killed meanwhile: {hit}\n{string.Join('\n', story())}");
        }
    }

    public override string ToString() =>
        $"{_deaths} kills, {_complete} complete, {_lost} lost, {_notStarted} not started, {_wrong.Count} wrong";
}

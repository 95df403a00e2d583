using PedOS.Protocols.Qrexec;

namespace PedOS.QrexecAgent;

/// <summary>The running calls, of whatever kind.</summary>
internal sealed class CallTable
{
    /// <summary>
    /// Calls at one time. dom0 has 256 ports for each machine it connects with this one, so this is eight machines'
    /// worth; a daemon that asks for more is hostile or broken.
    /// </summary>
    public const int MaxCalls = 2048;

    private readonly Lock _lock = new();
    private readonly Dictionary<uint, RunningCall> _calls = [];
    private TaskCompletionSource? _empty;
    private uint _lastId;
    private int _daemon;

    /// <summary>Number of running calls.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _calls.Count;
            }
        }
    }

    /// <summary>Enters a call that the daemon of this moment gave a place to.</summary>
    /// <returns>Null when there are too many.</returns>
    public RunningCall? TryAdd(ChannelAddress address)
    {
        lock (_lock)
        {
            if (_calls.Count >= MaxCalls)
            {
                return null;
            }

            foreach (RunningCall old in _calls.Values)
            {
                old.IsSuperseded |= old.Address == address && old.Daemon != _daemon;
            }

            RunningCall call = new(NextId(), address, _daemon);
            _calls.Add(call.Id, call);
            return call;
        }
    }

    /// <summary>
    /// dom0's daemon is gone. The next one knows none of these calls and may give their ports away again.
    /// </summary>
    public void DaemonGone()
    {
        lock (_lock)
        {
            _daemon++;
        }
    }

    /// <summary>Takes a call out.</summary>
    /// <returns>Null when there is no such call.</returns>
    public RunningCall? Remove(uint id)
    {
        lock (_lock)
        {
            _ = _calls.Remove(id, out RunningCall? call);
            if (_calls.Count == 0)
            {
                _empty?.TrySetResult();
            }

            return call;
        }
    }

    /// <summary>Completes when no call is running.</summary>
    public Task WhenEmptyAsync()
    {
        lock (_lock)
        {
            if (_calls.Count == 0)
            {
                return Task.CompletedTask;
            }

            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _empty.Task;
        }
    }

    private uint NextId()
    {
        do
        {
            _lastId = unchecked(_lastId + 1);
        }
        while (_lastId == 0 || _calls.ContainsKey(_lastId));
        return _lastId;
    }
}

using PedOS.Protocols.Database;

namespace PedOS.DatabaseDaemon;

/// <summary>
/// Who has to be woken after changes were made. The events of whoever made them are kept back, because its answer comes
/// first.
/// </summary>
/// <param name="maker">Queue of who makes the changes; null when it is dom0.</param>
internal sealed class EventBatch(MessageQueue? maker)
{
    private readonly List<MessageQueue> _matches = [];
    private readonly HashSet<MessageQueue> _filled = [];
    private readonly List<byte[]> _own = [];

    /// <summary>Fills the queues of everybody who watches a path; under the database's lock.</summary>
    public void Fire(WatchTable watches, ReadOnlySpan<byte> path)
    {
        _matches.Clear();
        watches.Collect(path, _matches);
        foreach (MessageQueue watcher in _matches)
        {
            if (watcher == maker)
            {
                _own.Add(path.ToArray());
            }
            else
            {
                watcher.Add(DatabaseMessageType.RespWatch, path);
                _ = _filled.Add(watcher);
            }
        }
    }

    /// <summary>Wakes the others; without a lock.</summary>
    public void WakeOthers()
    {
        if (_filled.Count > 0)
        {
            foreach (MessageQueue watcher in _filled)
            {
                watcher.Filled.Set();
            }

            _filled.Clear();
        }
    }

    /// <summary>Hands the maker its own events, after it has its answers; without a lock.</summary>
    public void WakeMaker()
    {
        if (_own.Count > 0)
        {
            foreach (byte[] path in _own)
            {
                maker!.Add(DatabaseMessageType.RespWatch, path);
            }

            _own.Clear();
            maker!.Filled.Set();
        }
    }
}

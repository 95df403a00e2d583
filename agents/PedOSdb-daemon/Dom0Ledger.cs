using PedOS.Agents.Logging;
using PedOS.Protocols.Database;

namespace PedOS.DatabaseDaemon;

/// <summary>
/// What dom0 knows of our changes: what it has yet to be told, what it was told and has not answered, what it does not
/// have at all. Not safe for two threads: its owner has the lock.
/// </summary>
internal sealed class Dom0Ledger(ILog log)
{
    private readonly ChangedPaths _unsent = new();
    private readonly UnansweredChanges _unanswered = new();

    // What dom0 does not have: its daemon ends itself when told to remove such an entry.
    private readonly HashSet<byte[]> _unknown = new(PathComparer.Instance);
    private MessageQueue? _queue;
    private bool _isSynced;
    private TaskCompletionSource? _settled;

    /// <summary>The queue to dom0 while it is connected and synced; to be woken after changes.</summary>
    public MessageQueue? Queue => _isSynced ? _queue : null;

    /// <summary>Changes of ours that dom0 has not confirmed.</summary>
    public int Open => _unsent.Paths.Count + _unanswered.Count;

    private HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> Unknown =>
        _unknown.GetAlternateLookup<ReadOnlySpan<byte>>();

    private bool IsSettled => _queue is null || Open == 0;

    /// <summary>
    /// Completes when dom0 has confirmed every change, or is not there to be told; for one that waits.
    /// </summary>
    public Task WhenSettled()
    {
        if (IsSettled)
        {
            return Task.CompletedTask;
        }

        _settled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _settled.Task;
    }

    /// <summary>A channel to dom0 has been opened; its sync has yet to come.</summary>
    public void Connect(MessageQueue queue)
    {
        _queue = queue;
        _isSynced = false;
    }

    /// <summary>The channel to dom0 is lost: nobody knows what arrived of what was not answered.</summary>
    public void Disconnect()
    {
        _queue = null;
        _isSynced = false;
        foreach (byte[] path in _unanswered.TakeAll())
        {
            Remember(path);
        }

        Settle();
    }

    /// <summary>Whether a path was changed here while dom0 could not be told: its value is the older one.</summary>
    public bool IsNewerHere(ReadOnlySpan<byte> path) => _unsent.Contains(path);

    /// <summary>A whole sync has come and is in the store: what changed here meanwhile goes to dom0.</summary>
    /// <param name="known">The paths that dom0 has.</param>
    /// <param name="store">The entries.</param>
    public void CompleteSync(HashSet<byte[]> known, DatabaseStore store)
    {
        _unknown.Clear();
        foreach (StoredEntry entry in store.Select([]))
        {
            byte[] path = entry.Path.ToArray();
            if (!known.Contains(path))
            {
                _ = _unknown.Add(path);
            }
        }

        foreach (byte[] path in _unsent.Paths)
        {
            if (store.Find(path) is { } entry)
            {
                SendWrite(path, entry.Value);
            }
            else if (known.Contains(path))
            {
                Send(DatabaseMessageType.Rm, path, default, [path]);
            }
        }

        _unsent.Clear();
        _isSynced = true;
        Settle();
    }

    /// <summary>An entry was written here.</summary>
    public void Written(ReadOnlySpan<byte> path, ReadOnlySpan<byte> value)
    {
        if (_isSynced)
        {
            SendWrite(path, value);
        }
        else
        {
            Remember(path);
        }
    }

    /// <summary>Entries were removed here.</summary>
    /// <param name="path">What was asked for: one entry, or with a slash at the end everything below.</param>
    /// <param name="removed">What was there.</param>
    public void Removed(ReadOnlySpan<byte> path, StoredEntry[] removed)
    {
        if (_isSynced)
        {
            SendRemoval(path, removed);
            return;
        }

        foreach (StoredEntry entry in removed)
        {
            Remember(entry.Path);
        }
    }

    /// <summary>dom0 has written an entry.</summary>
    public void WrittenByDom0(ReadOnlySpan<byte> path) => _ = Unknown.Remove(path);

    /// <summary>dom0 has answered a change of ours.</summary>
    public void Answered(ReadOnlySpan<byte> path)
    {
        _unanswered.Answered(path);
        Settle();
    }

    private void Settle()
    {
        if (_settled is not null && IsSettled)
        {
            _settled.SetResult();
            _settled = null;
        }
    }

    private void SendWrite(ReadOnlySpan<byte> path, ReadOnlySpan<byte> value)
    {
        _ = Unknown.Remove(path);
        byte[] changed = path.ToArray();
        Send(DatabaseMessageType.Write, changed, value, [changed]);
    }

    private void SendRemoval(ReadOnlySpan<byte> path, StoredEntry[] removed)
    {
        bool isKnown = false;
        foreach (StoredEntry entry in removed)
        {
            isKnown |= !Unknown.Remove(entry.Path);
        }

        if (isKnown)
        {
            Send(DatabaseMessageType.Rm, path.ToArray(), default, [.. removed.Select(e => e.Path.ToArray())]);
        }
    }

    private void Send(DatabaseMessageType type, byte[] path, ReadOnlySpan<byte> value, byte[][] changed)
    {
        if (_unanswered.TryAdd(path, changed))
        {
            _queue!.Add(type, path, value);
        }
        else
        {
            _queue!.Overflow();
            foreach (byte[] entry in changed)
            {
                Remember(entry);
            }
        }
    }

    private void Remember(ReadOnlySpan<byte> path)
    {
        if (!_unsent.TryAdd(path))
        {
            log.Warning($"more than {ChangedPaths.MaxPaths} changes without dom0; it will not learn of the rest");
        }
    }
}

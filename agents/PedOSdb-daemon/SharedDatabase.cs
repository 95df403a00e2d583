using PedOS.Agents.Logging;
using PedOS.Protocols;
using PedOS.Protocols.Database;

namespace PedOS.DatabaseDaemon;

/// <summary>
/// Entries and watches as everybody sees them: local clients and the channel to dom0. One lock, held for moments and
/// never while anything is sent.
/// </summary>
internal sealed class SharedDatabase(ILog log)
{
    private readonly Lock _gate = new();
    private readonly DatabaseStore _store = new();
    private readonly WatchTable _watches = new();
    private readonly ChangedPaths _unsent = new();
    private readonly UnansweredChanges _unanswered = new();

    // What dom0 does not have: its daemon ends itself when told to remove such an entry.
    private readonly HashSet<byte[]> _unknownToDom0 = new(PathComparer.Instance);
    private MessageQueue? _dom0;
    private bool _isSynced;

    /// <summary>The queue to dom0 while it is connected and synced; to be woken after changes.</summary>
    public MessageQueue? Dom0
    {
        get
        {
            lock (_gate)
            {
                return _isSynced ? _dom0 : null;
            }
        }
    }

    private HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> Unknown =>
        _unknownToDom0.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>Finds an entry.</summary>
    public StoredEntry? Find(ReadOnlySpan<byte> path)
    {
        lock (_gate)
        {
            return _store.Find(path);
        }
    }

    /// <summary>The entries whose path begins with the given bytes at this moment, ascending.</summary>
    public StoredEntry[] Select(ReadOnlySpan<byte> prefix)
    {
        lock (_gate)
        {
            return _store.Select(prefix);
        }
    }

    /// <summary>A local client writes; dom0 is told.</summary>
    /// <returns>False when the database is full.</returns>
    public bool TryWrite(ReadOnlySpan<byte> path, ReadOnlySpan<byte> value, EventBatch events)
    {
        lock (_gate)
        {
            if (!_store.TryWrite(path, value))
            {
                return false;
            }

            if (_isSynced)
            {
                SendWrite(path, value);
            }
            else
            {
                Remember(path);
            }

            events.Fire(_watches, path);
            return true;
        }
    }

    /// <summary>A local client removes; dom0 is told.</summary>
    /// <returns>False when there was nothing.</returns>
    public bool TryRemove(ReadOnlySpan<byte> path, EventBatch events)
    {
        lock (_gate)
        {
            StoredEntry[] removed = _store.Remove(path);
            if (removed.Length == 0)
            {
                return false;
            }

            if (_isSynced)
            {
                SendRemoval(path, removed);
            }
            else
            {
                foreach (StoredEntry entry in removed)
                {
                    Remember(entry.Path);
                }
            }

            events.Fire(_watches, path);
            return true;
        }
    }

    /// <summary>Registers a watch.</summary>
    /// <returns>False when the client has too many.</returns>
    public bool TryWatch(MessageQueue client, ReadOnlySpan<byte> path)
    {
        lock (_gate)
        {
            return _watches.TryAdd(client, path);
        }
    }

    /// <summary>Removes one registration.</summary>
    /// <returns>False when there is none.</returns>
    public bool Unwatch(MessageQueue client, ReadOnlySpan<byte> path)
    {
        lock (_gate)
        {
            return _watches.Remove(client, path);
        }
    }

    /// <summary>Forgets the watches of a client.</summary>
    public void Forget(MessageQueue client)
    {
        lock (_gate)
        {
            _watches.RemoveAll(client);
        }
    }

    /// <summary>A channel to dom0 has been opened; its sync has yet to come.</summary>
    public void Connect(MessageQueue dom0)
    {
        lock (_gate)
        {
            _dom0 = dom0;
            _isSynced = false;
        }
    }

    /// <summary>The channel to dom0 is lost.</summary>
    public void Disconnect()
    {
        lock (_gate)
        {
            _dom0 = null;
            _isSynced = false;
            foreach (byte[] path in _unanswered.TakeAll())
            {
                Remember(path);
            }
        }
    }

    /// <summary>
    /// Takes over a whole sync. Entries that dom0 lacks are kept; what changed here while dom0 was away is newer and
    /// goes to dom0 instead.
    /// </summary>
    /// <returns>Entries the database has now.</returns>
    /// <exception cref="ProtocolException">DatabaseFull; nothing is taken over.</exception>
    public int CompleteSync(SyncStage stage, EventBatch events)
    {
        List<StoredEntry> theirs = stage.ToAscending();
        lock (_gate)
        {
            HashSet<byte[]> known = new(PathComparer.Instance);
            foreach (StoredEntry entry in theirs)
            {
                _ = known.Add(entry.Path.ToArray());
            }

            _ = theirs.RemoveAll(entry => _unsent.Contains(entry.Path));
            List<StoredEntry> changed = _store.Merge(theirs) ?? throw SyncStage.Full();
            foreach (StoredEntry entry in changed)
            {
                events.Fire(_watches, entry.Path);
            }

            RememberUnknown(known);
            foreach (byte[] path in _unsent.Paths)
            {
                if (_store.Find(path) is { } entry)
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
            return _store.Count;
        }
    }

    /// <summary>dom0 writes.</summary>
    /// <exception cref="ProtocolException">DatabaseFull; nothing is changed.</exception>
    public void WriteFromDom0(in DatabaseMessage message, EventBatch events)
    {
        lock (_gate)
        {
            if (!_store.TryWrite(message.Path, message.Data))
            {
                throw SyncStage.Full();
            }

            _ = Unknown.Remove(message.Path);
            events.Fire(_watches, message.Path);
        }
    }

    /// <summary>dom0 removes.</summary>
    /// <exception cref="ProtocolException">DatabaseAbsent: there is nothing like that here.</exception>
    public void RemoveFromDom0(in DatabaseMessage message, EventBatch events)
    {
        lock (_gate)
        {
            if (_store.Remove(message.Path).Length == 0)
            {
                throw new ProtocolException("DatabaseAbsent", "dom0 removes an entry that is not here");
            }

            events.Fire(_watches, message.Path);
        }
    }

    /// <summary>dom0 has answered a change of ours.</summary>
    public void AnsweredByDom0(in DatabaseMessage message)
    {
        lock (_gate)
        {
            _unanswered.Answered(message.Path);
        }
    }

    private void RememberUnknown(HashSet<byte[]> known)
    {
        _unknownToDom0.Clear();
        foreach (StoredEntry entry in _store.Select([]))
        {
            byte[] path = entry.Path.ToArray();
            if (!known.Contains(path))
            {
                _ = _unknownToDom0.Add(path);
            }
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
            _dom0!.Add(type, path, value);
        }
        else
        {
            _dom0!.Overflow();
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

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
                _dom0!.Add(DatabaseMessageType.Write, path, value);
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
                _dom0!.Add(DatabaseMessageType.Rm, path);
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
            foreach (byte[] path in _unsent.Paths)
            {
                if (theirs.Exists(entry => entry.Path.SequenceEqual(path)))
                {
                    _ = known.Add(path);
                }
            }

            _ = theirs.RemoveAll(entry => _unsent.Contains(entry.Path));
            List<StoredEntry> changed = _store.Merge(theirs) ?? throw SyncStage.Full();
            foreach (StoredEntry entry in changed)
            {
                events.Fire(_watches, entry.Path);
            }

            foreach (byte[] path in _unsent.Paths)
            {
                if (_store.Find(path) is { } entry)
                {
                    _dom0!.Add(DatabaseMessageType.Write, path, entry.Value);
                }
                else if (known.Contains(path))
                {
                    // dom0's daemon ends itself when told to remove what it does not have.
                    _dom0!.Add(DatabaseMessageType.Rm, path);
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

    private void Remember(ReadOnlySpan<byte> path)
    {
        if (!_unsent.TryAdd(path))
        {
            log.Warning($"more than {ChangedPaths.MaxPaths} changes without dom0; it will not learn of the rest");
        }
    }
}

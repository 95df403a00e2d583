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
    private readonly Dom0Ledger _ledger = new(log);

    /// <summary>The queue to dom0 while it is connected and synced; to be woken after changes.</summary>
    public MessageQueue? Dom0
    {
        get
        {
            lock (_gate)
            {
                return _ledger.Queue;
            }
        }
    }

    /// <summary>Changes of local clients that dom0 has not confirmed.</summary>
    public int OpenChanges
    {
        get
        {
            lock (_gate)
            {
                return _ledger.Open;
            }
        }
    }

    /// <summary>Completes when dom0 has confirmed every change, or is not there to be told.</summary>
    public Task WhenSettled()
    {
        lock (_gate)
        {
            return _ledger.WhenSettled();
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

            _ledger.Written(path, value);
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

            _ledger.Removed(path, removed);
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
            _ledger.Connect(dom0);
        }
    }

    /// <summary>The channel to dom0 is lost.</summary>
    public void Disconnect()
    {
        lock (_gate)
        {
            _ledger.Disconnect();
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

            _ = theirs.RemoveAll(entry => _ledger.IsNewerHere(entry.Path));
            List<StoredEntry> changed = _store.Merge(theirs) ?? throw SyncStage.Full();
            foreach (StoredEntry entry in changed)
            {
                events.Fire(_watches, entry.Path);
            }

            _ledger.CompleteSync(known, _store);
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

            _ledger.WrittenByDom0(message.Path);
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
            _ledger.Answered(message.Path);
        }
    }
}

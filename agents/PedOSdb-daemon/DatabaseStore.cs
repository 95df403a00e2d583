using PedOS.Protocols.Database;

namespace PedOS.DatabaseDaemon;

/// <summary>The entries, ordered by their paths. Not safe for two threads: its owner has the lock.</summary>
internal sealed class DatabaseStore
{
    /// <summary>Most entries (arbitrary: a firewall machine with many neighbours has some thousands).</summary>
    public const int MaxEntries = 65536;

    /// <summary>Most bytes of all paths and values together (arbitrary: 32 MiB).</summary>
    public const int MaxBytes = 32 << 20;

    private List<StoredEntry> _entries = [];
    private int _bytes;

    /// <summary>Number of entries.</summary>
    public int Count => _entries.Count;

    /// <summary>Finds an entry.</summary>
    public StoredEntry? Find(ReadOnlySpan<byte> path)
    {
        int index = IndexOf(path);
        return index < 0 ? null : _entries[index];
    }

    /// <summary>The entries whose path begins with the given bytes, ascending.</summary>
    public StoredEntry[] Select(ReadOnlySpan<byte> prefix)
    {
        (int first, int end) = RangeOf(prefix);
        StoredEntry[] selected = new StoredEntry[end - first];
        _entries.CopyTo(first, selected, 0, selected.Length);
        return selected;
    }

    /// <summary>Creates or replaces an entry.</summary>
    /// <returns>False when there is no room; nothing is changed then.</returns>
    public bool TryWrite(ReadOnlySpan<byte> path, ReadOnlySpan<byte> value)
    {
        int index = IndexOf(path);
        int bytes = _bytes + path.Length + value.Length - (index < 0 ? 0 : _entries[index].Weight);
        if (bytes > MaxBytes || (index < 0 && Count >= MaxEntries))
        {
            return false;
        }

        StoredEntry entry = new(path, value);
        if (index < 0)
        {
            _entries.Insert(~index, entry);
        }
        else
        {
            _entries[index] = entry;
        }

        _bytes = bytes;
        return true;
    }

    /// <summary>Removes an entry, or with a slash at the end everything below.</summary>
    /// <returns>What was removed; empty when there was nothing.</returns>
    public StoredEntry[] Remove(ReadOnlySpan<byte> path)
    {
        if (DatabasePath.IsDirectory(path))
        {
            StoredEntry[] removed = Select(path);
            _entries.RemoveRange(RangeOf(path).First, removed.Length);
            _bytes -= removed.Sum(static entry => entry.Weight);
            return removed;
        }

        int index = IndexOf(path);
        if (index < 0)
        {
            return [];
        }

        StoredEntry entry = _entries[index];
        _entries.RemoveAt(index);
        _bytes -= entry.Weight;
        return [entry];
    }

    /// <summary>Takes many entries in at once: all of them, or none.</summary>
    /// <param name="ascending">In ascending order, no path twice.</param>
    /// <returns>Those that are new or have another value; null when there is no room.</returns>
    public List<StoredEntry>? Merge(IReadOnlyList<StoredEntry> ascending)
    {
        List<StoredEntry> merged = new(_entries.Count + ascending.Count);
        List<StoredEntry> changed = [];
        long bytes = 0;
        int old = 0, next = 0;
        while (old < _entries.Count || next < ascending.Count)
        {
            int order = old == _entries.Count ? 1
                : next == ascending.Count ? -1
                : _entries[old].Path.SequenceCompareTo(ascending[next].Path);
            StoredEntry taken = order < 0 ? _entries[old] : ascending[next];
            if (order > 0 || (order == 0 && !_entries[old].Value.SequenceEqual(taken.Value)))
            {
                changed.Add(taken);
            }

            merged.Add(taken);
            bytes += taken.Weight;
            old += order <= 0 ? 1 : 0;
            next += order >= 0 ? 1 : 0;
        }

        if (merged.Count > MaxEntries || bytes > MaxBytes)
        {
            return null;
        }

        merged.TrimExcess();
        _entries = merged;
        _bytes = (int)bytes;
        return changed;
    }

    // Index of the entry, or the complement of where it would be.
    private int IndexOf(ReadOnlySpan<byte> path)
    {
        int low = 0, high = _entries.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = _entries[middle].Path.SequenceCompareTo(path);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }

    private (int First, int End) RangeOf(ReadOnlySpan<byte> prefix)
    {
        int first = IndexOf(prefix);
        first = first < 0 ? ~first : first;
        int low = first, high = _entries.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = _entries[middle].Path.StartsWith(prefix) ? (middle + 1, high) : (low, middle);
        }

        return (first, low);
    }
}

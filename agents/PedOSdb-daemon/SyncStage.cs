using PedOS.Protocols;
using PedOS.Protocols.Database;

namespace PedOS.DatabaseDaemon;

/// <summary>Entries of a sync under way: none of them is in the database before all have come.</summary>
internal sealed class SyncStage
{
    private readonly List<StoredEntry> _entries = [];
    private long _bytes;

    /// <summary>Takes an entry.</summary>
    /// <exception cref="ProtocolException">DatabaseFull: dom0 sends more than fits.</exception>
    public void Add(in DatabaseMessage message)
    {
        StoredEntry entry = new(message.Path, message.Data);
        _bytes += entry.Weight;
        if (_entries.Count >= DatabaseStore.MaxEntries || _bytes > DatabaseStore.MaxBytes)
        {
            throw Full();
        }

        _entries.Add(entry);
    }

    /// <summary>The entries in ascending order; of several with the same path the last.</summary>
    public List<StoredEntry> ToAscending()
    {
        Dictionary<byte[], int> last = new(PathComparer.Instance);
        for (int i = 0; i < _entries.Count; i++)
        {
            last[_entries[i].Path.ToArray()] = i;
        }

        List<StoredEntry> ascending = [.. last.Values.Select(index => _entries[index])];
        ascending.Sort(static (a, b) => a.Path.SequenceCompareTo(b.Path));
        return ascending;
    }

    /// <summary>The error of a database that dom0 fills beyond its limits.</summary>
    public static ProtocolException Full() => new(
        "DatabaseFull",
        $"dom0 has more than {DatabaseStore.MaxEntries} entries or {DatabaseStore.MaxBytes} bytes for this machine");
}

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using PedOS.Agents.Database;
using PedOS.Protocols.Database;

namespace PedOS.TestKit.Database;

/// <summary>A configuration database without a daemon; it can be lost and found again.</summary>
public sealed class MemoryDatabase : IDatabase
{
    private readonly ConcurrentDictionary<string, byte[]> _entries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Channel<string>, string> _watches = [];
    private volatile bool _isLost;

    /// <summary>Loses the database, or finds it: then every watch is told.</summary>
    public bool IsLost
    {
        get => _isLost;
        set
        {
            _isLost = value;
            foreach ((Channel<string> watch, string path) in _watches)
            {
                _ = value || watch.Writer.TryWrite(path);
            }
        }
    }

    /// <summary>Whether watches are refused.</summary>
    public bool RefusesWatches { get; set; }

    /// <summary>Creates or replaces entries, one after the other.</summary>
    public void Set(IEnumerable<KeyValuePair<string, string>> values)
    {
        foreach ((string path, string value) in values)
        {
            _entries[path] = Encoding.UTF8.GetBytes(value);
            Tell(path);
        }
    }

    /// <summary>Creates or replaces one entry.</summary>
    public void Set(string path, string value) => Set([new(path, value)]);

    /// <summary>Replaces one entry and tells nobody.</summary>
    public void SetSilently(string path, string value) => _entries[path] = Encoding.UTF8.GetBytes(value);

    /// <summary>Removes one entry.</summary>
    public void Remove(string path)
    {
        _ = _entries.TryRemove(path, out _);
        Tell(path);
    }

    public Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        Demand();
        return Task.FromResult(_entries.GetValueOrDefault(path));
    }

    public Task<IReadOnlyList<DatabaseEntry>> ReadAllAsync(string prefix, CancellationToken cancellationToken)
    {
        Demand();
        return Task.FromResult<IReadOnlyList<DatabaseEntry>>(
            [.. Matching(prefix).Select(path => new DatabaseEntry(path, _entries[path]))]);
    }

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        Demand();
        return Task.FromResult<IReadOnlyList<string>>([.. Matching(prefix)]);
    }

    public Task WriteAsync(string path, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        Demand();
        _entries[path] = value.ToArray();
        Tell(path);
        return Task.CompletedTask;
    }

    public Task<bool> RemoveAsync(string path, CancellationToken cancellationToken)
    {
        Demand();
        string[] found = path.EndsWith('/') ? [.. Matching(path)] : _entries.ContainsKey(path) ? [path] : [];
        foreach (string entry in found)
        {
            _ = _entries.TryRemove(entry, out _);
        }

        if (found.Length > 0)
        {
            Tell(path);
        }

        return Task.FromResult(found.Length > 0);
    }

    public async IAsyncEnumerable<string> WatchAsync(
        string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (RefusesWatches)
        {
            throw new DatabaseException("the database of the test refuses watches");
        }

        Channel<string> watch = Channel.CreateUnbounded<string>();
        _watches[watch] = path;
        try
        {
            if (!_isLost)
            {
                yield return path;
            }

            await foreach (string changed in watch.Reader.ReadAllAsync(cancellationToken))
            {
                yield return changed;
            }
        }
        finally
        {
            _ = _watches.TryRemove(watch, out _);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private IEnumerable<string> Matching(string prefix) => _entries.Keys
        .Where(path => path.StartsWith(prefix, StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private void Tell(string changed)
    {
        foreach ((Channel<string> watch, string path) in _watches)
        {
            bool concerns = path.EndsWith('/')
                ? changed.StartsWith(path, StringComparison.Ordinal)
                : changed.Equals(path, StringComparison.Ordinal);
            if (concerns && !_isLost)
            {
                _ = watch.Writer.TryWrite(changed);
            }
        }
    }

    private void Demand()
    {
        if (_isLost)
        {
            throw new DatabaseException("the database of the test is lost");
        }
    }
}

namespace PedOS.Agents.Vchan;

/// <summary>Tells when files appear in a directory, so that a client need not ask again and again.</summary>
internal sealed class RendezvousWatch : IDisposable
{
    private readonly FileSystemWatcher _watcher;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<TaskCompletionSource>> _waiters = new(StringComparer.Ordinal);

    public RendezvousWatch(string directory)
    {
        _watcher = new FileSystemWatcher(directory) { NotifyFilter = NotifyFilters.FileName };
        _watcher.Created += (_, e) => Signal(e.Name);
        _watcher.Renamed += (_, e) => Signal(e.Name);

        // Events were lost: everybody looks again.
        _watcher.Error += (_, _) => Signal(null);
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>A task that completes when a file of this name (any extension) appears after the call.</summary>
    public Task NextAsync(string name)
    {
        TaskCompletionSource waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            string key = Key(name);
            if (!_waiters.TryGetValue(key, out List<TaskCompletionSource>? list))
            {
                _waiters[key] = list = [];
            }

            list.Add(waiter);
        }

        return waiter.Task;
    }

    public void Dispose() => _watcher.Dispose();

    private static string Key(string name) => Path.GetFileNameWithoutExtension(name);

    private void Signal(string? name)
    {
        List<TaskCompletionSource> woken = [];
        lock (_lock)
        {
            if (name is null)
            {
                woken.AddRange(_waiters.Values.SelectMany(list => list));
                _waiters.Clear();
            }
            else if (_waiters.Remove(Key(name), out List<TaskCompletionSource>? list))
            {
                woken = list;
            }
        }

        foreach (TaskCompletionSource waiter in woken)
        {
            waiter.TrySetResult();
        }
    }
}

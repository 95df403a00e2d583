namespace PedOS.Agents.Vchan.Sockets;

/// <summary>Tells when files appear in a directory, so that a client need not ask again and again.</summary>
internal sealed class RendezvousWatch : IDisposable
{
    private readonly FileSystemWatcher _watcher;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<Waiter>> _waiters = new(StringComparer.Ordinal);

    private RendezvousWatch(FileSystemWatcher watcher)
    {
        _watcher = watcher;
        _watcher.Created += (_, e) => Signal(e.Name);
        _watcher.Renamed += (_, e) => Signal(e.Name);

        // Events were lost: everybody looks again.
        _watcher.Error += (_, _) => Signal(null);
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>Begins to watch.</summary>
    /// <returns>Null when the system watches nothing more for us now.</returns>
    /// <exception cref="VchanException">The directory cannot be watched.</exception>
    public static RendezvousWatch? TryBegin(string directory)
    {
        FileSystemWatcher watcher = Open(directory);
        try
        {
            return new RendezvousWatch(watcher);
        }
        catch (IOException)
        {
            // No descriptor is left, or too many watch already.
            watcher.Dispose();
            return null;
        }
    }

    /// <summary>Waits for files of one name, whatever their extension; to be disposed.</summary>
    public Waiter Register(string name)
    {
        Waiter waiter = new(this, Path.GetFileNameWithoutExtension(name));
        lock (_lock)
        {
            if (!_waiters.TryGetValue(waiter.Key, out List<Waiter>? list))
            {
                _waiters[waiter.Key] = list = [];
            }

            list.Add(waiter);
        }

        return waiter;
    }

    public void Dispose() => _watcher.Dispose();

    private static FileSystemWatcher Open(string directory)
    {
        try
        {
            return new FileSystemWatcher(directory) { NotifyFilter = NotifyFilters.FileName };
        }
        catch (ArgumentException e)
        {
            throw new VchanException($"cannot watch {directory}: {e.Message}", e);
        }
    }

    private void Unregister(Waiter waiter)
    {
        lock (_lock)
        {
            List<Waiter> list = _waiters[waiter.Key];
            _ = list.Remove(waiter);
            if (list.Count == 0)
            {
                _ = _waiters.Remove(waiter.Key);
            }
        }
    }

    private void Signal(string? name)
    {
        List<Waiter> woken;
        lock (_lock)
        {
            woken = name is null
                ? [.. _waiters.Values.SelectMany(list => list)]
                : [.. _waiters.GetValueOrDefault(Path.GetFileNameWithoutExtension(name)) ?? []];
        }

        foreach (Waiter waiter in woken)
        {
            waiter.Signal();
        }
    }

    /// <summary>One client's wait.</summary>
    internal sealed class Waiter(RendezvousWatch watch, string key) : IDisposable
    {
        private TaskCompletionSource _appeared = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>What is waited for.</summary>
        public string Key { get; } = key;

        /// <summary>A task that completes when a file appears after the call.</summary>
        public Task NextAsync()
        {
            if (_appeared.Task.IsCompleted)
            {
                _appeared = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return _appeared.Task;
        }

        /// <summary>A file has appeared.</summary>
        public void Signal() => _ = _appeared.TrySetResult();

        /// <inheritdoc/>
        public void Dispose() => watch.Unregister(this);
    }
}

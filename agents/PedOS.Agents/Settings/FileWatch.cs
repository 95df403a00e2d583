namespace PedOS.Agents.Settings;

/// <summary>
/// Tells when a file was written, replaced, made or removed. Directories on the way to it may come and go: the nearest
/// one that exists is watched, and its parent, to see it replaced.
/// </summary>
internal sealed class FileWatch : IAsyncDisposable
{
    private readonly string _path;
    private readonly Action<Exception?> _changed;
    private readonly DelayedCall _call;
    private readonly Lock _gate = new();
    private readonly List<FileSystemWatcher> _watchers = [];
    private string? _watched;
    private bool _isBroken;
    private bool _disposed;

    /// <summary>
    /// Begins to watch; <paramref name="changed"/> is called once soon after, for what changed before.
    /// </summary>
    /// <param name="path">Absolute path of the file.</param>
    /// <param name="changed">
    /// Called from a timer thread, one call at a time; with the reason when changes cannot be seen.
    /// </param>
    /// <param name="time">Clock of the settle time.</param>
    public FileWatch(string path, Action<Exception?> changed, TimeProvider time)
    {
        _path = path;
        _changed = changed;
        _call = new DelayedCall(Call, time);
        _call.Request();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposed = true;
            Disarm();
        }

        await _call.DisposeAsync();
    }

    private void Call()
    {
        // First the watch, then the reading: what changes in between is seen twice and not missed.
        Exception? problem = Arm();
        _changed(problem);
    }

    private Exception? Arm()
    {
        lock (_gate)
        {
            string nearest = Path.GetDirectoryName(_path)!;
            while (!Directory.Exists(nearest) && Path.GetDirectoryName(nearest) is { } above)
            {
                nearest = above;
            }

            if (_disposed || (nearest == _watched && !_isBroken))
            {
                return null;
            }

            Disarm();
            try
            {
                // The entry that is the file, or the next directory on the way to it.
                string below = Path.GetRelativePath(nearest, _path).Split(Path.DirectorySeparatorChar)[0];
                Add(nearest, below, isParent: false);
                if (Path.GetDirectoryName(nearest) is { } parent)
                {
                    Add(parent, Path.GetFileName(nearest), isParent: true);
                }

                (_watched, _isBroken) = (nearest, false);
                return null;
            }
            catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
            {
                // Gone again, or the system has no more watches to give. The values already read stay in force.
                Disarm();
                return e;
            }
        }
    }

    private void Add(string directory, string name, bool isParent)
    {
        FileSystemWatcher watcher = new(directory)
        {
            NotifyFilter = isParent
                ? NotifyFilters.DirectoryName
                : NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        _watchers.Add(watcher);
        void Notice(string? entry)
        {
            if (string.Equals(entry, name, StringComparison.OrdinalIgnoreCase))
            {
                Request(isParent);
            }
        }

        watcher.Changed += (_, e) => Notice(e.Name);
        watcher.Created += (_, e) => Notice(e.Name);
        watcher.Deleted += (_, e) => Notice(e.Name);
        watcher.Renamed += (_, e) =>
        {
            Notice(e.OldName);
            Notice(e.Name);
        };
        watcher.Error += (_, _) => Request(rearm: true);
        watcher.EnableRaisingEvents = true;
    }

    private void Request(bool rearm)
    {
        lock (_gate)
        {
            _isBroken |= rearm;
        }

        _call.Request();
    }

    private void Disarm()
    {
        _watchers.ForEach(w => w.Dispose());
        _watchers.Clear();
        _watched = null;
    }
}

namespace PedOS.DatabaseDaemon;

/// <summary>
/// What local clients changed while dom0 could not be told. At the end of the next sync dom0 is told, and its values
/// for these paths, which are older, are not taken over. Not safe for two threads.
/// </summary>
internal sealed class ChangedPaths
{
    /// <summary>Paths remembered (arbitrary: far more than a machine writes while a daemon restarts).</summary>
    public const int MaxPaths = 1024;

    private readonly HashSet<byte[]> _paths = new(PathComparer.Instance);

    /// <summary>The paths; sent in no particular order, since each has its last value only.</summary>
    public IReadOnlyCollection<byte[]> Paths => _paths;

    /// <summary>Remembers a path.</summary>
    /// <returns>False when there are too many; this one will not be sent.</returns>
    public bool TryAdd(ReadOnlySpan<byte> path) =>
        _paths.Count < MaxPaths ? _paths.Add(path.ToArray()) || true : _paths.Contains(path.ToArray());

    /// <summary>Whether a path was changed.</summary>
    public bool Contains(ReadOnlySpan<byte> path) =>
        _paths.Count > 0 && _paths.GetAlternateLookup<ReadOnlySpan<byte>>().Contains(path);

    /// <summary>They were sent.</summary>
    public void Clear() => _paths.Clear();
}

namespace PedOS.Tools.Engine.Volumes;

/// <summary>
/// Names of a directory by their form without case, as long as nobody else changed it: without them each new file in
/// a large directory would read the whole directory.
/// </summary>
/// <param name="stamp">Change time of the directory when the names were read.</param>
internal sealed class DirectoryNames(long stamp)
{
    private readonly Dictionary<string, string> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Change time of the directory that goes with the names.</summary>
    public long Stamp { get; set; } = stamp;

    /// <summary>A name was read or added; of two that differ in case the first is kept.</summary>
    public void Add(string name)
    {
        if (!_names.ContainsKey(name))
        {
            _names.Add(name, name);
        }
    }

    /// <summary>A name is gone.</summary>
    public void Remove(string name) => _names.Remove(name);

    /// <summary>The name as it is spelled in the directory; null when there is none.</summary>
    public string? Find(string name) => _names.TryGetValue(name, out string? found) ? found : null;
}

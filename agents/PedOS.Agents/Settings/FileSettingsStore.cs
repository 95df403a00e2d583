namespace PedOS.Agents.Settings;

/// <summary>
/// Settings in a file, read at first use and again when it changes. An unreadable file leaves the last values in
/// force.
/// </summary>
/// <param name="path">The file; it need not exist yet.</param>
/// <param name="format">What kind of file it is.</param>
/// <param name="time">Clock of the watch.</param>
public sealed class FileSettingsStore(string path, ISettingsFormat format, TimeProvider time) : ISettingsStore
{
    private readonly string _path = Path.GetFullPath(path);
    private readonly Lock _gate = new();
    private SettingsTable? _table;
    private string? _problem;
    private string? _watchProblem;
    private FileWatch? _watch;

    /// <inheritdoc/>
    public string Source => _path;

    /// <inheritdoc/>
    public string? Problem
    {
        get
        {
            lock (_gate)
            {
                return _problem ?? _watchProblem;
            }
        }
    }

    /// <inheritdoc/>
    public SettingValue Read(string program, string name)
    {
        lock (_gate)
        {
            return (_table ?? Load()).Find(program, name);
        }
    }

    /// <inheritdoc/>
    public void Watch(Action changed)
    {
        lock (_gate)
        {
            _watch ??= new FileWatch(_path, e => Reload(e, changed), time);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _watch?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Reload(Exception? watchFailure, Action changed)
    {
        lock (_gate)
        {
            _watchProblem = watchFailure is null
                ? null
                : $"{_path} is not watched ({watchFailure.Message}): changes take effect after a restart";
            Load();
        }

        changed();
    }

    private SettingsTable Load()
    {
        try
        {
            _table = format.Read(_path);
            _problem = null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            _table = SettingsTable.Empty;
            _problem = null;
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            string inForce = _table is null ? "defaults" : "the previous values";
            _problem = $"settings in {_path} cannot be read ({e.Message}): {inForce} are in force; correct the file";
            _table ??= SettingsTable.Empty;
        }

        return _table;
    }
}

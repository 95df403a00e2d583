namespace PedOS.Agents.Settings;

/// <summary>Settings in a file, read at first use and again when it changes.</summary>
public sealed class FileSettingsStore : ISettingsStore
{
    private readonly ISettingsFormat _format;
    private readonly TimeProvider _time;
    private readonly LastGoodSettings _settings;
    private FileWatch? _watch;
    private volatile string? _watchProblem;

    /// <summary>Creates the store; nothing is read yet.</summary>
    /// <param name="path">The file; it need not exist yet.</param>
    /// <param name="format">What kind of file it is.</param>
    /// <param name="time">Clock of the watch.</param>
    public FileSettingsStore(string path, ISettingsFormat format, TimeProvider time)
    {
        Source = Path.GetFullPath(path);
        _format = format;
        _time = time;
        _settings = new LastGoodSettings(Source, Read);
    }

    /// <inheritdoc/>
    public string Source { get; }

    /// <inheritdoc/>
    public string? Problem => _settings.Problem ?? _watchProblem;

    /// <inheritdoc/>
    public SettingValue Read(string program, string name) => _settings.Find(program, name);

    /// <inheritdoc/>
    public void Watch(Action changed) => _watch ??= new FileWatch(
        Source,
        failure =>
        {
            _watchProblem = failure is null
                ? null
                : $"{Source} is not watched ({failure.Message}): changes take effect after a restart";
            _settings.Reload();
            changed();
        },
        _time);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _watch?.DisposeAsync() ?? ValueTask.CompletedTask;

    private SettingsTable Read()
    {
        try
        {
            return _format.Read(Source);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return SettingsTable.Empty;
        }
    }
}

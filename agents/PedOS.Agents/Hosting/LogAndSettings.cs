using PedOS.Agents.Logging;
using PedOS.Agents.Settings;
using PedOS.Tools.Contracts;

namespace PedOS.Agents.Hosting;

/// <summary>
/// Log and settings of a program, made together: warnings about settings go to the log, and directory, level, size and
/// retention of the log are applied from the settings here, at the start and at each change.
/// </summary>
public sealed class LogAndSettings : IAsyncDisposable
{
    // A process that dies of an unhandled exception waits this long for its last words to reach the disk.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(5);

    private readonly FileLog _log;
    private readonly ISettingsStore _store;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LogAndSettings(
        string program, ISettingsStore store, IEventLog? eventLog, TimeProvider time, bool follow, LogPlaces places)
    {
        _store = store;
        _time = time;
        _log = new FileLog(program, places, eventLog, time);
        Settings = new ProgramSettings(program, store, _log);
        Settings.Changed += Configure;
        AppDomain.CurrentDomain.UnhandledException += OnUnhandledException;
        TaskScheduler.UnobservedTaskException += OnUnobservedException;

        // Settings come from a disk that may be slow, and a program must listen before they are read.
        new Thread(() => Start(follow)) { IsBackground = true, Name = "settings" }.Start();
    }

    /// <summary>Its log.</summary>
    public ILog Log => _log;

    /// <summary>Its settings.</summary>
    public ProgramSettings Settings { get; }

    /// <summary>
    /// Opens the log of a program and returns at once: settings are read and files opened by another thread.
    /// </summary>
    /// <param name="program">Program, see <see cref="ProgramNames"/>.</param>
    /// <param name="store">Where its settings are stored; disposed with the log.</param>
    /// <param name="eventLog">Where weighty messages go too, if anywhere; disposed with the log.</param>
    /// <param name="time">Clock.</param>
    /// <param name="places">Where it goes when its directory cannot be used.</param>
    /// <param name="follow">
    /// Changes of the settings take effect while it runs; false spares a program that ends soon the watch.
    /// </param>
    public static LogAndSettings Open(
        string program,
        ISettingsStore store,
        IEventLog? eventLog,
        TimeProvider time,
        LogPlaces places,
        bool follow = true) =>
        new(program, store, eventLog, time, follow, places);

    /// <summary>Writes what is queued, for at most ten seconds, and stops following the settings.</summary>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandledException;
        TaskScheduler.UnobservedTaskException -= OnUnobservedException;
        try
        {
            await _started.Task.WaitAsync(StartTimeout, _time);
            await _store.DisposeAsync();
        }
        catch (TimeoutException)
        {
            // The store hangs; the log goes where it goes without settings.
        }

        await _log.DisposeAsync();
    }

    private void Start(bool follow)
    {
        try
        {
            Configure();
            _log.Debug($"settings from {_store.Source}: {Settings.Current}");
            if (follow)
            {
                Settings.Follow();
            }
        }
        catch (Exception e)
        {
            // A store that fails against its contract must not take the log with it.
            _log.Configure(LogOptions.Default);
            _log.Error(
                $"settings cannot be read from {_store.Source}: defaults are in force; correct it and restart", e);
        }
        finally
        {
            _started.SetResult();
        }
    }

    private void Configure() => _log.Configure(Settings.Current.ToLogOptions());

    private void OnUnhandledException(object sender, UnhandledExceptionEventArgs e)
    {
        _log.Error("the program ends because of an unhandled exception", e.ExceptionObject as Exception);

        // Blocking is right here: the process is gone when this returns.
        _log.FlushAsync(CancellationToken.None).Wait(LastWords);
    }

    private void OnUnobservedException(object? sender, UnobservedTaskExceptionEventArgs e) =>
        _log.Error("a task failed and nobody looked", e.Exception);
}

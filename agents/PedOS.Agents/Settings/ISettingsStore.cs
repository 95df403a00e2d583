namespace PedOS.Agents.Settings;

/// <summary>
/// Where settings are stored: the registry, a hive file, a text file. Never throws for what is stored there. May be
/// called from any thread.
/// </summary>
public interface ISettingsStore : IAsyncDisposable
{
    /// <summary>Where the settings come from, for messages.</summary>
    string Source { get; }

    /// <summary>
    /// Why the settings could not be read the last time, and what is in force instead; null when they could.
    /// </summary>
    string? Problem { get; }

    /// <summary>Reads one value. Names are compared without regard to case, as the registry does.</summary>
    /// <param name="program">Subkey of the program; empty for the root key.</param>
    /// <param name="name">Value name.</param>
    SettingValue Read(string program, string name);

    /// <summary>
    /// Calls <paramref name="changed"/> within a second after settings, or <see cref="Problem"/>, may have changed,
    /// from a thread of the store, one call at a time, until the store is disposed. Called at most once.
    /// </summary>
    void Watch(Action changed);
}

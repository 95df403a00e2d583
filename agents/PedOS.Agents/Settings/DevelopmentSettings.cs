namespace PedOS.Agents.Settings;

/// <summary>Temporary.</summary>
public static class DevelopmentSettings
{
    /// <summary>Temporary.</summary>
    public static ISettingsStore Open(TimeProvider time)
    {
        string? path = Environment.GetEnvironmentVariable("PEDOS_SETTINGS");
        return path is null ? new NoSettingsStore() : new FileSettingsStore(path, new TextSettingsFormat(), time);
    }
}

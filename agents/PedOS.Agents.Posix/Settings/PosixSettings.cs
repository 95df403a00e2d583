using PedOS.Agents.Settings;

namespace PedOS.Agents.Posix.Settings;

/// <summary>Settings of programs on Linux, see <c>docs/settings.md</c>.</summary>
public static class PosixSettings
{
    /// <summary>Variable with the path of a SOFTWARE hive, see <see cref="HiveSettingsFormat"/>.</summary>
    public const string HiveVariable = "PEDOS_HIVE";

    /// <summary>Variable with the path of a development file, see <see cref="TextSettingsFormat"/>.</summary>
    public const string FileVariable = "PEDOS_SETTINGS";

    /// <summary>
    /// Opens the store that the environment names, the hive first; without one every setting has its default.
    /// </summary>
    /// <param name="time">Clock of the watch.</param>
    public static ISettingsStore Open(TimeProvider time)
    {
        if (Environment.GetEnvironmentVariable(HiveVariable) is { Length: > 0 } hive)
        {
            return new FileSettingsStore(hive, new HiveSettingsFormat(), time);
        }

        return Environment.GetEnvironmentVariable(FileVariable) is { Length: > 0 } file
            ? new FileSettingsStore(file, new TextSettingsFormat(), time)
            : new NoSettingsStore();
    }
}

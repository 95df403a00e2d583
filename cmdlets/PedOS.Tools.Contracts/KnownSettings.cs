namespace PedOS.Tools.Contracts;

/// <summary>Every setting with its default and range; <c>docs/settings.md</c> shows the same table to people.</summary>
public static class KnownSettings
{
    /// <summary>
    /// Directory of the log files, an absolute path; none by default, see <c>docs/settings.md</c> for where logs go
    /// then.
    /// </summary>
    public static TextSetting LogDir { get; } = new(SettingNames.LogDir, 1024);

    /// <summary>A <see cref="Contracts.LogLevel"/>.</summary>
    public static NumberSetting LogLevel { get; } = new(
        SettingNames.LogLevel,
        (uint)Contracts.LogLevel.Info,
        (uint)Contracts.LogLevel.Error,
        (uint)Contracts.LogLevel.Verbose);

    /// <summary>Seconds: one minute to ten years, default seven days.</summary>
    public static NumberSetting LogRetention { get; } = new(SettingNames.LogRetention, 604800, 60, 315360000);

    /// <summary>Bytes: 64 KiB (room for the longest message) to 1 GiB, default 16 MiB.</summary>
    public static NumberSetting LogMaxSize { get; } = new(SettingNames.LogMaxSize, 16777216, 65536, 1073741824);

    /// <summary>An account name; 256 is the longest a user principal name can be told in.</summary>
    public static TextSetting DefaultUser { get; } = new(SettingNames.DefaultUser, 256);

    /// <summary>Seconds: 0 (do not wait) to one hour, default one minute.</summary>
    public static NumberSetting LogonTimeout { get; } = new(SettingNames.LogonTimeout, 60, 0, 3600);
}

namespace PedOS.Tools.Contracts.Product;

/// <summary>
/// Every setting with its type, range, rule and default, each written once; <c>docs/settings.md</c> shows the same
/// table to people. Who follows which is in <see cref="ProductPrograms"/>.
/// </summary>
public static class KnownSettings
{
    /// <summary>
    /// Directory of the log files, an absolute path; none by default, see <c>docs/settings.md</c> for where logs go
    /// then.
    /// </summary>
    public static TextSetting LogDir { get; } = new(
        SettingNames.LogDir, 1024, "an absolute path", LogFolderRule.Flaw, "directory of the log files");

    /// <summary>A <see cref="Contracts.LogLevel"/>.</summary>
    public static NumberSetting LogLevel { get; } = new(
        SettingNames.LogLevel,
        (uint)Contracts.LogLevel.Info,
        (uint)Contracts.LogLevel.Error,
        (uint)Contracts.LogLevel.Verbose,
        "1 Error, 2 Warning, 3 Info, 4 Debug, 5 Verbose");

    /// <summary>Seconds: one minute to ten years, default seven days.</summary>
    public static NumberSetting LogRetention { get; } = new(
        SettingNames.LogRetention, 604800, 60, 315360000, "seconds after which a log file is removed");

    /// <summary>Bytes: 64 KiB (room for the longest message) to 1 GiB, default 16 MiB.</summary>
    public static NumberSetting LogMaxSize { get; } = new(
        SettingNames.LogMaxSize, 16777216, 65536, 1073741824, "bytes of a log file before a new one is begun");

    /// <summary>An account name; 256 is the longest a user principal name can be told in.</summary>
    public static TextSetting DefaultUser { get; } = new(
        SettingNames.DefaultUser,
        256,
        "an account's name",
        AccountRule.Flaw,
        "account that the word `DEFAULT` in a command stands for; empty: whoever is logged on");

    /// <summary>Seconds: 0 (do not wait) to one hour, default one minute.</summary>
    public static NumberSetting LogonTimeout { get; } = new(
        SettingNames.LogonTimeout, 60, 0, 3600, "seconds a call waits for its user to log on");

    /// <summary>0 to 2, default 1: in templates and standalone machines.</summary>
    public static NumberSetting RootServices { get; } = new(
        SettingNames.RootServices,
        1,
        0,
        2,
        "whether `qubes.VMRootExec` and `qubes.VMRootShell` run: 0 never, 1 in templates and standalone machines, "
        + "2 always");

    /// <summary>All of them, in the order in which they are shown.</summary>
    public static IReadOnlyList<Setting> All { get; } =
        [LogDir, LogLevel, LogRetention, LogMaxSize, DefaultUser, LogonTimeout, RootServices];
}

namespace PedOS.Tools.Contracts;

/// <summary>Where settings live in the registry and what they are called.</summary>
/// <remarks>
/// A value directly below <see cref="RootKey"/> is the default for every program; a value in the subkey named like the
/// program (<see cref="ProgramNames"/>) overrides it for that program alone.
/// </remarks>
public static class SettingNames
{
    /// <summary>The root key below HKEY_LOCAL_MACHINE.</summary>
    public const string RootKey = @"SOFTWARE\Invisible Things Lab\PedOS Tools";

    /// <summary>REG_SZ: directory of the log files.</summary>
    public const string LogDir = "LogDir";

    /// <summary>REG_DWORD 1..5, see <see cref="Contracts.LogLevel"/>; default 3.</summary>
    public const string LogLevel = "LogLevel";

    /// <summary>REG_DWORD: seconds after which a log file is removed; default 604800 (7 days).</summary>
    public const string LogRetention = "LogRetention";

    /// <summary>REG_DWORD: bytes after which a log file is closed and a new one begun; default 16777216.</summary>
    public const string LogMaxSize = "LogMaxSize";

    /// <summary>
    /// REG_SZ: the account that the word DEFAULT in a command stands for; empty means whoever is logged on.
    /// </summary>
    public const string DefaultUser = "DefaultUser";

    /// <summary>REG_DWORD: seconds a call waits for its user to log on; default 60.</summary>
    public const string LogonTimeout = "LogonTimeout";

    /// <summary>REG_DWORD 0..2: where commands of others run with all rights; default 1.</summary>
    public const string RootServices = "RootServices";
}

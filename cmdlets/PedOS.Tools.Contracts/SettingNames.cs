namespace PedOS.Tools.Contracts;

/// <summary>Where settings live in the registry and what they are called.</summary>
/// <remarks>
/// What each may hold is in <see cref="Product.KnownSettings"/>.
/// A value directly below <see cref="RootKey"/> is the default for every program; a value in the subkey named like the
/// program (<see cref="ProgramNames"/>) overrides it for that program alone.
/// </remarks>
public static class SettingNames
{
    /// <summary>The root key below HKEY_LOCAL_MACHINE.</summary>
    public const string RootKey = @"SOFTWARE\Invisible Things Lab\PedOS Tools";

    /// <summary>Directory of the log files.</summary>
    public const string LogDir = "LogDir";

    /// <summary>How much is logged, see <see cref="Contracts.LogLevel"/>.</summary>
    public const string LogLevel = "LogLevel";

    /// <summary>Seconds after which a log file is removed.</summary>
    public const string LogRetention = "LogRetention";

    /// <summary>Bytes after which a log file is closed and a new one begun.</summary>
    public const string LogMaxSize = "LogMaxSize";

    /// <summary>
    /// The account that the word DEFAULT in a command stands for; empty means whoever is logged on.
    /// </summary>
    public const string DefaultUser = "DefaultUser";

    /// <summary>Seconds a call waits for its user to log on.</summary>
    public const string LogonTimeout = "LogonTimeout";

    /// <summary>Where commands of others run with all rights.</summary>
    public const string RootServices = "RootServices";
}

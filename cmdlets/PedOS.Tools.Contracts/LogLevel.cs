namespace PedOS.Tools.Contracts;

/// <summary>
/// How much a program writes to its log; the numbers are the registry values of <see cref="SettingNames.LogLevel"/>.
/// </summary>
public enum LogLevel
{
    /// <summary>1: something failed and somebody has to act.</summary>
    Error = 1,

    /// <summary>2: something failed and the program went on.</summary>
    Warning = 2,

    /// <summary>3: starts, stops and calls; the default.</summary>
    Info = 3,

    /// <summary>4: decisions on the way.</summary>
    Debug = 4,

    /// <summary>5: every message.</summary>
    Verbose = 5,
}

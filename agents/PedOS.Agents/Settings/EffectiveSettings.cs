using PedOS.Agents.Logging;
using PedOS.Tools.Contracts;
using PedOS.Tools.Contracts.Product;

namespace PedOS.Agents.Settings;

/// <summary>The settings in force for one program.</summary>
public sealed record EffectiveSettings
{
    /// <summary>Every setting at its default.</summary>
    public static EffectiveSettings Default { get; } = new();

    /// <summary>Directory of the log files, an absolute path; null when none is set.</summary>
    public string? LogDir { get; init; }

    /// <summary>How much is logged.</summary>
    public LogLevel LogLevel { get; init; } = (LogLevel)KnownSettings.LogLevel.DefaultValue;

    /// <summary>Age after which a log file is removed.</summary>
    public TimeSpan LogRetention { get; init; } = TimeSpan.FromSeconds(KnownSettings.LogRetention.DefaultValue);

    /// <summary>Bytes after which a log file is closed and a new one begun.</summary>
    public long LogMaxSize { get; init; } = KnownSettings.LogMaxSize.DefaultValue;

    /// <summary>The account that the word DEFAULT stands for; empty means whoever is logged on.</summary>
    public string DefaultUser { get; init; } = string.Empty;

    /// <summary>How long a call waits for its user to log on.</summary>
    public TimeSpan LogonTimeout { get; init; } = TimeSpan.FromSeconds(KnownSettings.LogonTimeout.DefaultValue);

    /// <summary>Whether commands run with all rights: 0 no, 1 in templates and standalone machines, 2 yes.</summary>
    public uint RootServices { get; init; } = KnownSettings.RootServices.DefaultValue;

    /// <summary>What of them concerns the log.</summary>
    public LogOptions ToLogOptions() => new(LogDir, LogLevel, LogRetention, LogMaxSize);
}

using PedOS.Tools.Contracts;
using PedOS.Tools.Contracts.Product;

namespace PedOS.Agents.Logging;

/// <summary>What a log takes from the settings.</summary>
/// <param name="Directory">Where the files go; null for the first fallback.</param>
/// <param name="Level">The least weighty level that is written.</param>
/// <param name="Retention">Age after which a file is removed.</param>
/// <param name="MaxSize">Bytes a file may have.</param>
public sealed record LogOptions(string? Directory, LogLevel Level, TimeSpan Retention, long MaxSize)
{
    /// <summary>What holds when nothing is set.</summary>
    public static LogOptions Default { get; } = new(
        null,
        (LogLevel)KnownSettings.LogLevel.DefaultValue,
        TimeSpan.FromSeconds(KnownSettings.LogRetention.DefaultValue),
        KnownSettings.LogMaxSize.DefaultValue);
}

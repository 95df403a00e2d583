using PedOS.Agents.Settings;
using PedOS.Tools.Contracts;

namespace PedOS.Agents.Logging;

/// <summary>What a log takes from the settings.</summary>
/// <param name="Directory">Where the files go; null for the first fallback.</param>
/// <param name="Level">The least weighty level that is written.</param>
/// <param name="Retention">Age after which a file is removed.</param>
/// <param name="MaxSize">Bytes a file may have.</param>
public sealed record LogOptions(string? Directory, LogLevel Level, TimeSpan Retention, long MaxSize)
{
    /// <summary>Takes the options out of the settings.</summary>
    public static LogOptions From(EffectiveSettings settings) =>
        new(settings.LogDir, settings.LogLevel, settings.LogRetention, settings.LogMaxSize);
}

using System.Globalization;

namespace PedOS.Agents.Qrexec;

/// <summary>How long the two ends of a data channel wait for each other.</summary>
public static class ConnectTimeout
{
    /// <summary>Environment variable that overrides the wait, in seconds; for tests.</summary>
    public const string Variable = "PEDOS_CONNECT_TIMEOUT";

    /// <summary>120 seconds, as upstream: a machine that is only just being started may be at the other end.</summary>
    public static TimeSpan Value { get; } =
        uint.TryParse(
            Environment.GetEnvironmentVariable(Variable),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out uint seconds)
        && seconds is > 0 and <= 86400
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.FromSeconds(120);
}

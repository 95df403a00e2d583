using System.Globalization;

namespace PedOS.Agents.Logging;

/// <summary>
/// <c>PROGRAM-yyyyMMdd-HHmmss-PID.log</c> (UTC), with <c>_N</c> after the process id for the Nth of the same second.
/// </summary>
internal static class LogFileName
{
    private const string Extension = ".log";
    private const string TimeFormat = "yyyyMMdd-HHmmss";

    /// <summary>Builds the name.</summary>
    /// <param name="program">Program.</param>
    /// <param name="time">When the file is made.</param>
    /// <param name="processId">Process id.</param>
    /// <param name="number">1 for the first of this second.</param>
    public static string Build(string program, DateTimeOffset time, int processId, int number)
    {
        string stamp = time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
        string name = string.Create(CultureInfo.InvariantCulture, $"{program}-{stamp}-{processId}");
        return number == 1
            ? name + Extension
            : string.Create(CultureInfo.InvariantCulture, $"{name}_{number}{Extension}");
    }

    /// <summary>
    /// Whether a file is a log of this program, and of which process. Programs whose names begin alike are told
    /// apart.
    /// </summary>
    public static bool TryParse(string fileName, string program, out int processId)
    {
        processId = 0;
        string prefix = program + "-";
        if (fileName.Length < prefix.Length + Extension.Length
            || !fileName.StartsWith(prefix, StringComparison.Ordinal)
            || !fileName.EndsWith(Extension, StringComparison.Ordinal))
        {
            return false;
        }

        ReadOnlySpan<char> rest = fileName.AsSpan(prefix.Length..^Extension.Length);
        if (rest.Length <= TimeFormat.Length + 1
            || rest[TimeFormat.Length] != '-'
            || !DateTime.TryParseExact(
                rest[..TimeFormat.Length], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            return false;
        }

        ReadOnlySpan<char> process = rest[(TimeFormat.Length + 1)..];
        int mark = process.IndexOf('_');
        if (mark >= 0)
        {
            if (!int.TryParse(process[(mark + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                return false;
            }

            process = process[..mark];
        }

        return int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out processId);
    }
}

using System.Globalization;

namespace PedOS.Tools.Engine.Logs;

/// <summary>
/// What the name of a log file tells: <c>PROGRAM-yyyyMMdd-HHmmss-PID.log</c>, with <c>_N</c> after the process id for
/// the Nth file of the same second.
/// </summary>
/// <param name="FileName">The name.</param>
/// <param name="Component">The program.</param>
/// <param name="Begun">When the file was begun, UTC.</param>
/// <param name="ProcessId">The process.</param>
/// <param name="Number">1 for the first file of the second.</param>
public sealed record LogFileLabel(string FileName, string Component, DateTime Begun, int ProcessId, int Number)
{
    private const string Extension = ".log";
    private const string TimeFormat = "yyyyMMdd-HHmmss";

    /// <summary>Reads a name.</summary>
    /// <param name="fileName">The name without a path.</param>
    /// <param name="component">The program whose file it would be.</param>
    /// <returns>Null when it is no log of this program.</returns>
    public static LogFileLabel? TryRead(string fileName, string component)
    {
        string prefix = component + "-";
        if (fileName.Length <= prefix.Length + TimeFormat.Length + 1 + Extension.Length
            || !fileName.StartsWith(prefix, StringComparison.Ordinal)
            || !fileName.EndsWith(Extension, StringComparison.Ordinal))
        {
            return null;
        }

        string rest = fileName.Substring(prefix.Length, fileName.Length - prefix.Length - Extension.Length);
        string[] process = rest.Substring(TimeFormat.Length).Split('_');
        int number = 1;
        return process.Length <= 2
            && process[0].StartsWith("-", StringComparison.Ordinal)
            && DateTime.TryParseExact(
                rest.Substring(0, TimeFormat.Length),
                TimeFormat,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out DateTime begun)
            && TryNumber(process[0].Substring(1), out int processId)
            && (process.Length == 1 || TryNumber(process[1], out number))
            ? new(fileName, component, begun, processId, number)
            : null;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}

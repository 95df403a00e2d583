using System.Globalization;
using System.Runtime.InteropServices;

namespace PedOS.Agents.Logging;

/// <summary>First line of every log file: product version, OS build, program and process.</summary>
internal static class LogHeader
{
    /// <summary>Builds the text.</summary>
    public static string Text(string program)
    {
        string system = $"{RuntimeInformation.OSDescription} (build {Environment.OSVersion.Version})";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"PedOS Windows Tools {ProgramVersion.Text}, {system}, {program}, pid {Environment.ProcessId}");
    }
}

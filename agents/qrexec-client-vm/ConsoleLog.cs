using PedOS.Agents.Logging;
using PedOS.Tools.Contracts;

namespace PedOS.QrexecClientVm;

/// <summary>
/// What a caller has to know goes to standard error; this program is nobody's service and keeps no log file.
/// </summary>
internal sealed class ConsoleLog : ILog
{
    /// <inheritdoc/>
    public bool IsEnabled(LogLevel level) => level <= LogLevel.Warning;

    /// <inheritdoc/>
    public void Write(LogLevel level, string message, Exception? exception = null)
    {
        if (IsEnabled(level))
        {
            string reason = exception is null ? string.Empty : $": {exception.Message}";
            Console.Error.WriteLine($"qrexec-client-vm: {message}{reason}");
        }
    }
}

using PedOS.Agents.Logging;
using PedOS.Tools.Contracts;

namespace PedOS.NetworkSetup;

/// <summary>What somebody at a prompt has to know goes to standard error.</summary>
internal sealed class StandardErrorLines : ILog
{
    /// <inheritdoc/>
    public bool IsEnabled(LogLevel level) => level <= LogLevel.Warning;

    /// <inheritdoc/>
    public void Write(LogLevel level, string message, Exception? exception = null)
    {
        if (IsEnabled(level))
        {
            Console.Error.WriteLine($"network-setup: {message}");
        }
    }
}

using PedOS.Agents.Logging;
using PedOS.Tools.Contracts;

namespace PedOS.Bench.Scenarios;

/// <summary>A log nobody reads.</summary>
internal sealed class NoLog : ILog
{
    public bool IsEnabled(LogLevel level) => false;

    public void Write(LogLevel level, string message, Exception? exception = null)
    {
    }
}

using PedOS.Tools.Contracts;

namespace PedOS.Agents.Logging;

/// <summary>
/// Lines that local clients cause. Each account may cause ten of a level in ten seconds, the rest is counted and told;
/// so no account can push what others have caused out of the log.
/// </summary>
/// <remarks>Debug and Verbose are not limited: who asks for every message gets every message.</remarks>
public sealed class AccountLogs : IDisposable
{
    private readonly ILog _log;
    private readonly StormFilter _filter;

    /// <summary>Creates them.</summary>
    /// <param name="log">Where the lines go.</param>
    /// <param name="time">Clock of the limits.</param>
    public AccountLogs(ILog log, TimeProvider time)
    {
        _log = log;
        _filter = new StormFilter(
            time,
            (level, account, more) => _log.Write(
                level,
                $"account {account} caused {more} further messages in {StormFilter.Window.TotalSeconds:0} s, "
                + "which are left out"));
    }

    /// <summary>The log of an account's clients.</summary>
    public ILog Of(string account) => new AccountLog(this, account);

    /// <summary>Tells what was counted.</summary>
    public void Dispose() => _filter.Dispose();

    private sealed class AccountLog(AccountLogs all, string account) : ILog
    {
        public bool IsEnabled(LogLevel level) => all._log.IsEnabled(level);

        public void Write(LogLevel level, string message, Exception? exception = null)
        {
            if (IsEnabled(level) && all._filter.Admits(level, account))
            {
                all._log.Write(level, message, exception);
            }
        }
    }
}

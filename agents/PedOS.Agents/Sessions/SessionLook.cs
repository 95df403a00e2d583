namespace PedOS.Agents.Sessions;

/// <summary>When whoever waits for a session looks again.</summary>
/// <remarks>
/// The product polls nowhere but with this, because no notification is sure. A window in the session of the services,
/// which has no desktop, is promised none (documentation of WTSRegisterSessionNotification, which sends services to
/// their control handler); the control handler is that of another process, which may have ended. One logon that is not
/// seen would leave a call waiting although its user is there. A look takes microseconds, and is taken only while
/// somebody waits.
/// </remarks>
public static class SessionLook
{
    /// <summary>Longest time until the next look (arbitrary: what somebody who logs on hardly notices).</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Completes at a change, and after <see cref="Interval"/> or the limit if none comes.</summary>
    /// <param name="change">
    /// The next change, taken before the last look; it may fail when the system tells none.
    /// </param>
    /// <param name="limit">Longest wait.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task NextAsync(
        Task change, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        TimeSpan wait = limit < Interval ? limit : Interval;
        try
        {
            await change.WaitAsync(wait, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Time to look.
        }
        catch (IOException)
        {
            await Task.Delay(wait, time, cancellationToken);
        }
    }
}

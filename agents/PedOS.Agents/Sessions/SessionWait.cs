namespace PedOS.Agents.Sessions;

/// <summary>Waits for a logon.</summary>
public static class SessionWait
{
    /// <summary>Waits until a user has a session; returns at once when there is one.</summary>
    /// <param name="sessions">Who is logged on.</param>
    /// <param name="user">As in <see cref="ISessions.Find"/>.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The account name as the system spells it.</returns>
    public static async Task<string> ForAsync(
        ISessions sessions, string user, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task change = sessions.NextChange;
            if (TryFind(sessions, user) is { } found)
            {
                return found;
            }

            await SessionLook.NextAsync(change, SessionLook.Interval, time, cancellationToken);
        }
    }

    // A system that is still starting does not tell; the next look will.
    private static string? TryFind(ISessions sessions, string user)
    {
        try
        {
            return sessions.Find(user);
        }
        catch (IOException)
        {
            return null;
        }
    }
}

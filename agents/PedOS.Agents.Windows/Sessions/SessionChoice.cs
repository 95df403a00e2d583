using PedOS.Agents.Windows.Security;

namespace PedOS.Agents.Windows.Sessions;

/// <summary>
/// Decides which session a plan's user means. Account names are compared without regard to case, as Windows does.
/// </summary>
internal static class SessionChoice
{
    /// <summary>The word that stands for the default user.</summary>
    public const string Default = "DEFAULT";

    private const string LocalSystem = "SYSTEM";

    /// <summary>
    /// The two words, in exactly this spelling, that ask for LocalSystem; the second is what dom0 says to Linux.
    /// </summary>
    public static bool IsSystem(string user) => user is LocalSystem or "root";

    /// <summary>What a plan says to be run as an account that this process has.</summary>
    public static string NameOf(TokenAccount own) => own.IsLocalSystem ? LocalSystem : $@"{own.Domain}\{own.Name}";

    /// <summary>Finds the session.</summary>
    /// <param name="user">
    /// <c>NAME</c>, <c>DOMAIN\NAME</c>, <c>.\NAME</c> for an account of this machine, or DEFAULT.
    /// </param>
    /// <param name="defaultUser">What DEFAULT stands for; null or empty for whoever sits before the machine.</param>
    /// <param name="machine">Name of this machine, which is the domain of its own accounts.</param>
    /// <param name="sessions">Who is logged on.</param>
    /// <returns>Null when that user is not logged on.</returns>
    /// <remarks>
    /// A name without a domain prefers the machine's own account; of several sessions an active one is preferred, then
    /// the console, then the oldest. DEFAULT without a configured user takes active sessions only: nobody is meant who
    /// has left.
    /// </remarks>
    public static UserSession? Find(string user, string? defaultUser, string machine, IEnumerable<UserSession> sessions)
    {
        bool anybody = false;
        if (user == Default)
        {
            anybody = string.IsNullOrEmpty(defaultUser);
            user = defaultUser ?? string.Empty;
        }

        return sessions
            .Where(session => anybody ? session.IsActive : Matches(user, machine, session.User, session.Domain))
            .OrderByDescending(session => !anybody && Same(session.Domain, machine))
            .ThenByDescending(session => session.IsActive)
            .ThenByDescending(session => session.IsConsole)
            .ThenBy(session => session.Id)
            .FirstOrDefault();
    }

    /// <summary>Whether a name, as <see cref="Find"/> takes it, means an account.</summary>
    public static bool Matches(string user, string machine, string accountName, string accountDomain)
    {
        int slash = user.IndexOf('\\', StringComparison.Ordinal);
        if (slash < 0)
        {
            return user.Length > 0 && Same(user, accountName);
        }

        string domain = user[..slash] is "." ? machine : user[..slash];
        return Same(user[(slash + 1)..], accountName) && Same(domain, accountDomain);
    }

    /// <summary>Whether a session is that of an account, by their names.</summary>
    public static bool IsAccount(UserSession session, TokenAccount account) =>
        Same(session.User, account.Name) && Same(session.Domain, account.Domain);

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}

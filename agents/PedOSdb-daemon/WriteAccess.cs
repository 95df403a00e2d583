using PedOS.Agents.LocalEndpoints;

namespace PedOS.DatabaseDaemon;

/// <summary>
/// Who may write the database: administrators, and the accounts that the command line adds. What the second endpoint
/// takes is decided by nobody's account: nothing.
/// </summary>
/// <param name="Writers">Accounts that may write beside the administrators, or <see cref="Everyone"/>.</param>
internal sealed record WriteAccess(IReadOnlyList<string> Writers)
{
    /// <summary>Stands for every account.</summary>
    public const string Everyone = "everyone";

    /// <summary>Administrators alone.</summary>
    public static WriteAccess Administrators { get; } = new([]);

    /// <summary>The same and one account more.</summary>
    public WriteAccess And(string account) => new([.. Writers, account]);

    /// <summary>Whether a client of the first endpoint may write.</summary>
    public bool Allows(LocalIdentity identity) =>
        identity.IsAdministrator
        || Writers.Contains(identity.Account, StringComparer.Ordinal)
        || Writers.Contains(Everyone, StringComparer.Ordinal);
}

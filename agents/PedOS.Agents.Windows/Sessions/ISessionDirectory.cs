namespace PedOS.Agents.Windows.Sessions;

/// <summary>Who is logged on.</summary>
internal interface ISessionDirectory
{
    /// <summary>Every session with a user, in the order of their ids.</summary>
    /// <exception cref="IOException">The system does not tell, for example while it starts.</exception>
    IReadOnlyList<UserSession> Sessions { get; }

    /// <summary>
    /// The primary token of whoever is logged on to a session now, and whose it is. Only LocalSystem may ask.
    /// </summary>
    /// <exception cref="IOException">Nobody is logged on there any more, or we may not ask.</exception>
    SessionToken OpenToken(uint session);

    /// <summary>The SID of the account that a session was listed with; null when the system finds none.</summary>
    string? FindSid(UserSession session);
}

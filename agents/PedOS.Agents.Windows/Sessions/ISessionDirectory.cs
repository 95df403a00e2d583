using Microsoft.Win32.SafeHandles;

namespace PedOS.Agents.Windows.Sessions;

/// <summary>Who is logged on.</summary>
internal interface ISessionDirectory
{
    /// <summary>Every session with a user, in the order of their ids.</summary>
    /// <exception cref="IOException">The system does not tell, for example while it starts.</exception>
    IReadOnlyList<UserSession> Sessions { get; }

    /// <summary>The primary token of a session's user. Only LocalSystem may ask.</summary>
    /// <exception cref="IOException">Nobody is logged on there any more, or we may not ask.</exception>
    SafeAccessTokenHandle OpenToken(uint session);
}

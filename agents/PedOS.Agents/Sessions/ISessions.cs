namespace PedOS.Agents.Sessions;

/// <summary>Who is logged on, and when that changes.</summary>
public interface ISessions : ISessionEvents, IDisposable
{
    /// <summary>Finds a user's session.</summary>
    /// <param name="user">
    /// An account name as programs are started for; empty for whoever sits before the machine.
    /// </param>
    /// <returns>The account name as the system spells it; null when that user is not logged on.</returns>
    /// <exception cref="IOException">The system does not tell, for example while it starts.</exception>
    string? Find(string user);
}

namespace PedOS.Agents.Sessions;

/// <summary>
/// Tells that sessions changed: logon, logoff, connect, disconnect. What changed has to be looked up.
/// </summary>
public interface ISessionEvents
{
    /// <summary>
    /// Completes at the next change. Take it before looking at the sessions: what happens between is then not missed.
    /// </summary>
    /// <exception cref="IOException">The system does not tell changes.</exception>
    Task NextChange { get; }
}

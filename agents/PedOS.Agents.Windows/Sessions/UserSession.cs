namespace PedOS.Agents.Windows.Sessions;

/// <summary>A session somebody is logged on to, at the console or over RDP.</summary>
/// <param name="Id">Session id.</param>
/// <param name="User">Account name.</param>
/// <param name="Domain">Domain, or machine name for local accounts.</param>
/// <param name="IsActive">Somebody sits before it; false when it is disconnected.</param>
/// <param name="IsConsole">It is the physical console.</param>
internal sealed record UserSession(uint Id, string User, string Domain, bool IsActive, bool IsConsole);

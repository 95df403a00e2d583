using PedOS.Agents.Sessions;

namespace PedOS.Agents.Windows.Sessions;

/// <summary>The sessions of this machine, at the console and over RDP.</summary>
/// <param name="events">Tells when they change; disposed with this when it can be.</param>
public sealed class WindowsSessions(ISessionEvents events) : ISessions
{
    private readonly WtsSessionDirectory _directory = new();

    /// <inheritdoc/>
    public Task NextChange => events.NextChange;

    /// <inheritdoc/>
    public string? Find(string user) => SessionChoice.IsSystem(user)
        ? user
        : SessionChoice.Find(
            user.Length == 0 ? SessionChoice.Default : user, null, Environment.MachineName, _directory.Sessions)?.User;

    /// <inheritdoc/>
    public void Dispose() => (events as IDisposable)?.Dispose();
}

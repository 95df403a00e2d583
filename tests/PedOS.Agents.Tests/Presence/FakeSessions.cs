using PedOS.Agents.Sessions;

namespace PedOS.Agents.Tests.Presence;

/// <summary>One seat, and whoever the test puts on it.</summary>
internal sealed class FakeSessions : ISessions
{
    private readonly SessionEvents _events = new();
    private volatile string? _user;

    public Task NextChange => _events.NextChange;

    public string? Find(string user) =>
        user.Length == 0 || user.Equals(_user, StringComparison.Ordinal) ? _user : null;

    public void LogOn(string? user)
    {
        _user = user;
        _events.ReportChange();
    }

    /// <summary>Nobody is told.</summary>
    public void LogOnUnseen(string user) => _user = user;

    public void Fail() => _events.ReportFailure(new IOException("of the test"));

    public void Dispose()
    {
        // Nothing is held.
    }
}

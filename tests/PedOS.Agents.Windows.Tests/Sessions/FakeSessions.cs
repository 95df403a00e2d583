using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Windows.Security;
using PedOS.Agents.Windows.Sessions;

namespace PedOS.Agents.Windows.Tests.Sessions;

/// <summary>Sessions as a test wants them.</summary>
internal sealed class FakeSessions : ISessionDirectory
{
    private readonly List<UserSession> _sessions = [];

    /// <summary>Sessions whose token was asked for.</summary>
    public List<uint> Opened { get; } = [];

    /// <summary>Makes every question fail, as while the machine starts.</summary>
    public bool IsDown { get; set; }

    /// <summary>Makes tokens fail: the user is just leaving.</summary>
    public bool HasNoTokens { get; set; }

    public IReadOnlyList<UserSession> Sessions => IsDown ? throw new IOException("down") : _sessions;

    public void Add(uint id, string user, string domain = "PC", bool active = true, bool console = false) =>
        _sessions.Add(new UserSession(id, user, domain, active, console));

    /// <summary>What happens between the choice of a session and the question for its token.</summary>
    public Action? BeforeToken { get; set; }

    /// <summary>Names that the system finds no SID for.</summary>
    public bool HasNoSids { get; set; }

    public void Remove(uint id) => _ = _sessions.RemoveAll(session => session.Id == id);

    public SessionToken OpenToken(uint session)
    {
        BeforeToken?.Invoke();
        if (HasNoTokens || _sessions.Find(s => s.Id == session) is not { } now)
        {
            throw new IOException("no token");
        }

        Opened.Add(session);
        return new SessionToken(
            new SafeAccessTokenHandle(0), new TokenAccount(SidOf(now), now.User.ToUpperInvariant(), now.Domain));
    }

    public string? FindSid(UserSession session) => HasNoSids ? null : SidOf(session);

    private static string SidOf(UserSession session) => $"S-1-5-21-{session.Domain}-{session.User}";
}

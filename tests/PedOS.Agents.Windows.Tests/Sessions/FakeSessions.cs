using Microsoft.Win32.SafeHandles;
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

    public SafeAccessTokenHandle OpenToken(uint session)
    {
        if (HasNoTokens)
        {
            throw new IOException("no token");
        }

        Opened.Add(session);
        return new SafeAccessTokenHandle(0);
    }
}

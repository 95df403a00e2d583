using PedOS.Agents.Windows.Security;
using PedOS.Agents.Windows.Sessions;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Sessions;

public sealed class WtsSessionDirectoryTests
{
    [Fact]
    public void Sessions_AreSaneAndInOrder()
    {
        IReadOnlyList<UserSession> sessions = new WtsSessionDirectory().Sessions;
        Assert.All(sessions, s => Assert.NotEqual(string.Empty, s.User));
        Assert.Equal(sessions.Select(s => s.Id).Order(), sessions.Select(s => s.Id));
        Assert.Equal(sessions.Count, sessions.Select(s => s.Id).Distinct().Count());
    }

    [Fact(
        Skip = "evidence windows: Wine does not say whose session it has",
        SkipType = typeof(Wine),
        SkipWhen = nameof(Wine.IsHere))]
    public void Sessions_HoldTheOneWeRunIn() => Assert.Contains(
        new WtsSessionDirectory().Sessions,
        s => s.User.Equals(Environment.UserName, StringComparison.OrdinalIgnoreCase));

    [Fact(
        Skip = "evidence windows: Wine gives its one token for every session",
        SkipType = typeof(Wine),
        SkipWhen = nameof(Wine.IsHere))]
    public void OpenToken_Fails_WhenThereIsNoSuchSession() =>
        Assert.Throws<IOException>(() => new WtsSessionDirectory().OpenToken(60_000));

    [Fact]
    public void FindSid_FindsTheAccountOfOurToken()
    {
        TokenAccount own = TokenAccount.Own;
        WtsSessionDirectory sessions = new();
        Assert.Equal(own.Sid, sessions.FindSid(new UserSession(1, own.Name, own.Domain, true, true)));
        Assert.Null(sessions.FindSid(new UserSession(1, "no such account", own.Domain, true, true)));
    }
}

using PedOS.Agents.Windows.Sessions;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Sessions;

public sealed class SessionChoiceTests
{
    private static readonly UserSession[] Sessions =
    [
        new(1, "Müller", "PC", false, false),
        new(2, "anna", "CORP", true, false),
        new(3, "anna", "PC", false, true),
        new(4, "日本 太郎", "CORP", true, true),
        new(5, "çağrı", "PC", true, false),
        new(6, "çağrı", "PC", true, false),
    ];

    [Theory]
    [InlineData("müller", 1u)]
    [InlineData("MÜLLER", 1u)]
    [InlineData(@"pc\müller", 1u)]
    [InlineData(@".\Müller", 1u)]
    [InlineData("anna", 3u)]
    [InlineData(@"CORP\anna", 2u)]
    [InlineData(@"corp\ANNA", 2u)]
    [InlineData("日本 太郎", 4u)]
    [InlineData("çağrı", 5u)]
    public void Find_FindsTheSession_InEverySpelling(string user, uint session) =>
        Assert.Equal(session, SessionChoice.Find(user, null, "PC", Sessions)?.Id);

    [Theory]
    [InlineData("nobody")]
    [InlineData("")]
    [InlineData(@"CORP\Müller")]
    [InlineData(@"\Müller")]
    [InlineData("Mueller")]
    [InlineData("ÇAĞRİ")]
    [InlineData("ann")]
    [InlineData("default")]
    public void Find_FindsNobody_WhenTheNameIsAnother(string user) =>
        Assert.Null(SessionChoice.Find(user, null, "PC", Sessions));

    [Fact]
    public void Find_TakesTheConsole_ForDefault() =>
        Assert.Equal(4u, SessionChoice.Find("DEFAULT", null, "PC", Sessions.Where(s => s.Id is 2 or 4))?.Id);

    [Fact]
    public void Find_TakesAnActiveRdpSession_ForDefault_WhenNobodyIsAtTheConsole() =>
        Assert.Equal(
            2u, SessionChoice.Find("DEFAULT", string.Empty, "PC", Sessions.Where(s => s.Id is 1 or 2 or 3))?.Id);

    [Fact]
    public void Find_TakesNobody_ForDefault_WhenEverybodyHasLeft() =>
        Assert.Null(SessionChoice.Find("DEFAULT", null, "PC", Sessions.Where(s => !s.IsActive)));

    [Fact]
    public void Find_TakesTheConfiguredUserAlone_ForDefault()
    {
        Assert.Equal(1u, SessionChoice.Find("DEFAULT", "Müller", "PC", Sessions)?.Id);
        Assert.Null(SessionChoice.Find("DEFAULT", "nobody", "PC", Sessions));
    }

    [Theory]
    [InlineData("SYSTEM", true)]
    [InlineData("root", true)]
    [InlineData("system", false)]
    [InlineData("Root", false)]
    [InlineData(@"NT AUTHORITY\SYSTEM", false)]
    [InlineData("SYSTEM ", false)]
    public void IsSystem_KnowsTwoWordsAlone(string user, bool expected) =>
        Assert.Equal(expected, SessionChoice.IsSystem(user));
}

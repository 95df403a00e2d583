using System.Text;
using PedOS.Architecture.Tests.Repository;
using PedOS.Architecture.Tests.Rules;
using Xunit;

namespace PedOS.Architecture.Tests;

public sealed class LintTests
{
    private const string Clean = "first\nsecond\n";

    [Fact]
    public void Tree_PassesTheLint() => Findings.AssertNone(SourceTree.Files.SelectMany(LintRules.Check));

    [Fact]
    public void Check_FindsNothing_InACleanFile() =>
        Assert.Empty(LintRules.Check(new SourceFile("agents/A/B.cs", Clean)));

    [Theory]
    [InlineData("\ufefffirst\n", "byte order mark")]
    [InlineData("first", "line end")]
    [InlineData("first\n\n", "line end")]
    [InlineData("", "line end")]
    [InlineData("first\r\nsecond\r\n", "carriage returns")]
    [InlineData("first\n\tsecond\n", "B.cs:2: has a tab")]
    [InlineData("first \nsecond\n", "B.cs:1: ends with a blank")]
    public void Check_FindsBadText(string text, string finding) =>
        Findings.AssertOne(finding, LintRules.Check(new SourceFile("agents/A/B.cs", text)));

    [Theory]
    [InlineData("    [Fact(Timeout = 60_000)]\n")]
    [InlineData("[Theory(DisplayName = \"x\", Timeout = Limit)]\n")]
    public void Check_FindsLimitsThatDoNotGrow(string text) =>
        Findings.AssertOne("grows with the load", LintRules.Check(new SourceFile("B.cs", text)));

    [Fact]
    public void Check_FindsBytesThatAreNotUtf8() =>
        Findings.AssertOne("is not UTF-8", LintRules.Check(new SourceFile("a.md", [(byte)'a', 0xC3, (byte)'\n'])));

    [Fact]
    public void Check_CountsColumnsAsCharacters()
    {
        string umlauts = string.Concat(Enumerable.Repeat("\u00fc", LintRules.MaxColumns));

        Assert.Empty(LintRules.Check(new SourceFile("B.cs", umlauts + "\n")));
        Findings.AssertOne("columns", LintRules.Check(new SourceFile("B.cs", umlauts + "x\n")));
    }

    [Fact]
    public void Check_FindsAFileThatIsTooLong()
    {
        string lines = new StringBuilder().Insert(0, "x\n", LintRules.MaxCodeLines).ToString();

        Assert.Empty(LintRules.Check(new SourceFile("B.cs", lines)));
        Findings.AssertOne("lines", LintRules.Check(new SourceFile("B.cs", lines + "x\n")));
    }

    [Theory]
    [InlineData("a.sh")]
    [InlineData("module/A.psm1")]
    [InlineData(".ci/run")]
    public void Check_FindsScriptsThatAreNotAscii(string path) =>
        Findings.AssertOne("ASCII", LintRules.Check(new SourceFile(path, "echo \u00fc\n")));

    [Theory]
    [InlineData("see /wo", "rk/main/x")]
    [InlineData("see \"/tm", "p/wt/x\"")]
    [InlineData("see htt", "ps://intra.net/x")]
    public void Check_FindsWhatNamesOneMachine(string start, string end) =>
        Findings.AssertOne("names", LintRules.Check(new SourceFile("a.md", start + end + "\n")));

    [Theory]
    [InlineData("agents/wo", "rk/x is a path below ours")]
    [InlineData("see https://semver.org/ and http://localhost:1/", " and https://work.example/x")]
    public void Check_AllowsOtherNames(string start, string end) =>
        Assert.Empty(LintRules.Check(new SourceFile("a.md", start + end + "\n")));
}

using PedOS.Architecture.Tests.Repository;
using PedOS.Architecture.Tests.Rules;
using Xunit;

namespace PedOS.Architecture.Tests;

public sealed class LinkTests
{
    private static readonly HashSet<string> Paths = ["README.md", "docs/a.md"];

    [Fact]
    public void Tree_HasNoDeadLinks()
    {
        HashSet<string> paths = [.. SourceTree.Files.Select(static file => file.Path)];

        Findings.AssertNone(SourceTree.Files.SelectMany(file => LinkRule.Check(file, paths)));
    }

    [Fact]
    public void Check_FindsADeadLink() =>
        Findings.AssertOne("links to b.md", LinkRule.Check(new SourceFile("docs/a.md", "see [b](b.md)\n"), Paths));

    [Theory]
    [InlineData("README.md", "[a](docs/a.md#part)")]
    [InlineData("docs/a.md", "[r](../README.md) [t](#part) [w](https://semver.org/)")]
    public void Check_AllowsLinksThatLeadSomewhere(string path, string text) =>
        Assert.Empty(LinkRule.Check(new SourceFile(path, text + "\n"), Paths));
}

using PedOS.Architecture.Tests.Repository;
using PedOS.Architecture.Tests.Rules;
using Xunit;

namespace PedOS.Architecture.Tests;

public sealed class FrontDoorRuleTests
{
    private const string Cmdlets = "cmdlets/PedOS.Tools.Cmdlets/Base/";

    [Fact]
    public void Tree_GoesThroughTheDoors() => Findings.AssertNone(SourceTree.Code.SelectMany(FrontDoorRule.Check));

    [Fact]
    public void Tree_HasShortLadders() => Findings.AssertNone(CmdletLadderRule.Check(SourceTree.Code));

    [Theory]
    [InlineData("agents/setup/A.cs", "SetupEngine a = new();", 1)]
    [InlineData(Cmdlets + "A.cs", "_ = new Preflight(machine, package);", 1)]
    [InlineData(Cmdlets + "A.cs", "// not SetupEngine\nstring a = \"Planner\";", 0)]
    [InlineData("cmdlets/PedOS.Tools.Engine/A.cs", "SetupEngine a = new();", 0)]
    public void Check_FindsWhoGoesAroundThem(string path, string code, int findings) =>
        Assert.Equal(findings, FrontDoorRule.Check(new SourceFile(path, code)).Count());

    [Fact]
    public void Check_FindsALongLadder()
    {
        SourceFile root = new(Cmdlets + "R.cs", "public abstract class PedOSCmdlet : PSCmdlet, IDisposable\n");
        SourceFile kind = new(Cmdlets + "K.cs", "public abstract class KindCmdlet : PedOSCmdlet\n");
        SourceFile leaf = new(Cmdlets + "L.cs", "public sealed class GetACommand : KindCmdlet\n");
        SourceFile more = new(Cmdlets + "M.cs", "public abstract class MoreCmdlet : KindCmdlet\n");
        SourceFile deep = new(Cmdlets + "D.cs", "public sealed class GetBCommand : MoreCmdlet\n");

        Assert.Empty(CmdletLadderRule.Check([root, kind, leaf]));
        Findings.AssertOne(
            "GetBCommand : MoreCmdlet : KindCmdlet : PedOSCmdlet: 4 classes",
            CmdletLadderRule.Check([root, kind, leaf, more, deep]));
    }
}

using PedOS.Architecture.Tests.Repository;
using PedOS.Architecture.Tests.Rules;
using Xunit;

namespace PedOS.Architecture.Tests;

public sealed class FolderTests
{
    private static readonly FloorPlan Plan = new("x/P", [""], ["Low", "Low/Deep"], ["Mid"], ["High", "Side"]);

    public static TheoryData<string> Projects => [.. HouseFloors.All.Select(static p => p.Root)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Tree_ArrowsBetweenFoldersGoDown(string root) =>
        Findings.AssertNone(FolderRule.Check(HouseFloors.All.Single(p => p.Root == root), [.. SourceTree.Code]));

    // Programs are put together in their root, which knows every folder of theirs and is known by them.
    [Fact]
    public void EveryLibrary_WithFolders_HasFloors()
    {
        IEnumerable<string> projects = SourceTree.Code
            .Select(static f => f.Path.Split('/'))
            .Where(static p => p is ["agents" or "cmdlets", _, _, _, ..]
                && p[1].StartsWith("PedOS.", StringComparison.Ordinal))
            .Select(static p => $"{p[0]}/{p[1]}")
            .Distinct();
        Assert.Empty(projects.Except(HouseFloors.All.Select(static p => p.Root)));
    }

    [Fact]
    public void Tree_HasArrows_InEachProjectWithFloors() =>
        Assert.All(HouseFloors.All, static plan => Assert.NotEmpty(new FolderGraph(plan, SourceTree.Code).Arrows));

    [Theory]
    [InlineData("High", "using P.Low;")]
    [InlineData("High", "using static P.Low.LowType;")]
    [InlineData("High", "using A = P.Low.Deep.DeepType;")]
    [InlineData("High", "using System; // P.Nowhere.Nothing")]
    [InlineData("Side", "using P.High;")]
    [InlineData("Low/Inner", "using P.Low;")]
    public void Check_FindsNothing_WhenArrowsGoDown(string folder, string code) =>
        Assert.Empty(Check(File(folder, "Planted", code)));

    [Theory]
    [InlineData("Low", "using P.High;", "\"Low\" is below \"High\" and must not know it (using P.High)")]
    [InlineData("Low", "using static P.High.HighType;", "\"Low\" is below \"High\"")]
    [InlineData("Low", "using A = P.Mid.MidType;", "\"Low\" is below \"Mid\"")]
    [InlineData("Low", "using A = global::P.Mid.MidType;", "\"Low\" is below \"Mid\"")]
    [InlineData("Low", "class A { P.High.HighType? a; }", "must not know it (P.High.HighType)")]
    [InlineData("Low", "class A { High.HighType a = new(); }", "must not know it (High.HighType)")]
    [InlineData("Low", "class A { string a = $\"{High.HighType.Name}\"; }", "\"Low\" is below \"High\"")]
    [InlineData("", "class A { Low.LowType a; }", "\"\" is below \"Low\"")]
    [InlineData("Low/Inner", "using P.Mid;", "\"Low\" is below \"Mid\"")]
    public void Check_FindsAnArrowUpwards(string folder, string code, string finding) =>
        Findings.AssertOne(finding, Check(File(folder, "Planted", code)));

    // A type of a namespace around needs no using.
    [Fact]
    public void Check_FindsAnArrowUpwards_OutOfAFolderInside()
    {
        FloorPlan plan = new("x/P", ["Room/Cellar"], ["Room"]);
        SourceFile above = File("Room", "Above");
        SourceFile cellar = File("Room/Cellar", "Cellar", "class Planted { Above? a; }");

        Findings.AssertOne(
            "\"Room/Cellar\" is below \"Room\" and must not know it (Above)", FolderRule.Check(plan, [above, cellar]));
        Assert.Empty(FolderRule.Check(plan, [above, File("Room/Cellar", "Above", "class Planted { Above? a; }")]));
    }

    [Theory]
    [InlineData("class A { // P.High.HighType\n }")]
    [InlineData("class A { string a = \"P.High.HighType\"; }")]
    [InlineData("class A { int a = b.High.HighType; }")]
    [InlineData("class A { object High; int a = High.Count; }")]
    public void Check_FindsNothing_WhereNoTypeIsMeant(string code) =>
        Assert.Empty(Check(File("Low", "Planted", code)));

    [Fact]
    public void Check_FindsACircle_OnOneFloor()
    {
        IEnumerable<string> findings = Check(
            File("High", "One", "using P.Side;"), File("Side", "Two", "using P.High;"));

        Findings.AssertOne("a circle of folders: High -> Side (using P.Side) -> High (using P.High)", findings);
    }

    [Fact]
    public void Check_FindsACircle_OfThree()
    {
        FloorPlan plan = new("x/P", ["A", "B", "C", "D"]);
        SourceFile[] tree =
        [
            File("D", "D1", "using P.A;"), File("A", "A1", "using P.B;"), File("B", "B1", "using P.C;"),
            File("C", "C1", "using P.A;"),
        ];

        Findings.AssertOne("A -> B (using P.B) -> C (using P.C) -> A (using P.A)", FolderRule.Check(plan, tree));
        Assert.Empty(FolderRule.Check(plan, [.. tree[..3], File("C", "C1")]));
    }

    [Fact]
    public void Check_FindsAFolder_WithoutAFloor() =>
        Findings.AssertOne("x/P/New/Planted.cs: its folder has no floor", Check(File("New", "Planted")));

    [Fact]
    public void Check_FindsAFloor_WithoutAFolder() =>
        Findings.AssertOne(
            "has no folder \"Gone\"", FolderRule.Check(new FloorPlan("x/P", ["Low", "Gone"]), [File("Low", "A")]));

    [Fact]
    public void Check_FindsANamespace_OfTwoFolders() =>
        Findings.AssertOne(
            "is that of the folder \"Side\", too",
            Check(new SourceFile("x/P/High/Planted.cs", "namespace P.Side;\n\nclass Planted;\n")));

    [Fact]
    public void Check_FindsAGlobalUsing() =>
        Findings.AssertOne("global using", Check(File("High", "Planted", "global using P.Low;")));

    // The file is planted among others, one for each folder of the plan.
    private static IEnumerable<string> Check(params SourceFile[] planted) => FolderRule.Check(
        Plan,
        [
            File("", "RootType"), File("Low", "LowType"), File("Low/Deep", "DeepType"), File("Mid", "MidType"),
            File("High", "HighType"), File("Side", "SideType"), new SourceFile("x/Other/A.cs", "using P.High;\n"),
            .. planted,
        ]);

    private static SourceFile File(string folder, string type, string code = "")
    {
        string space = folder.Length == 0 ? "P" : "P." + folder.Replace('/', '.');
        string usings = code.StartsWith("class", StringComparison.Ordinal) ? "" : code + "\n";
        string body = usings.Length == 0 ? code + "\n" : "";
        return new SourceFile(
            folder.Length == 0 ? $"x/P/{type}.cs" : $"x/P/{folder}/{type}.cs",
            $"{usings}namespace {space};\n\npublic class {type};\n{body}");
    }
}

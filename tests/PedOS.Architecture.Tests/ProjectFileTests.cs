using PedOS.Architecture.Tests.Repository;
using PedOS.Architecture.Tests.Rules;
using Xunit;

namespace PedOS.Architecture.Tests;

public sealed class ProjectFileTests
{
    private const string SamplePath = "agents/A/A.csproj";

    private static string Version => ProjectFileRules.ReadVersion(SourceTree.File("PedOSTools.psd1"));

    [Fact]
    public void Tree_HasSmallProjects_WithoutVersions() =>
        Findings.AssertNone(SourceTree.ProjectFiles.SelectMany(ProjectFileRules.CheckProject));

    [Fact]
    public void Tree_SaysWhyEachPackageIsNeeded() =>
        Findings.AssertNone(ProjectFileRules.CheckPackages(SourceTree.File("Directory.Packages.props")));

    [Fact]
    public void Tree_ListsEveryProjectInTheSolution() =>
        Findings.AssertNone(
            ProjectFileRules.CheckSolution(SourceTree.File("PedOSTools.slnx"), SourceTree.ProjectFiles));

    [Fact]
    public void Tree_WritesTheVersionOnce()
    {
        Assert.Matches(@"^\d+\.\d+\.\d+$", Version);
        Findings.AssertNone(SourceTree.Files.SelectMany(static file => ProjectFileRules.CheckVersion(Version, file)));
    }

    [Fact]
    public void Tree_CarriesItsLicence()
    {
        Assert.Contains(
            "GNU GENERAL PUBLIC LICENSE\n                       Version 2",
            SourceTree.File("LICENSE").Text,
            StringComparison.Ordinal);
        Assert.Contains(
            "<PackageLicenseExpression>GPL-2.0-only</PackageLicenseExpression>",
            SourceTree.File("Directory.Build.props").Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void CheckProject_FindsAPackageInProductCode() =>
        Findings.AssertOne(
            "product code takes no package: X",
            ProjectFileRules.CheckProject(Project(SamplePath, "<PackageReference Include=\"X\" />")));

    [Theory]
    [InlineData("cmdlets/PedOS.Tools.Cmdlets/PedOS.Tools.Cmdlets.csproj", "all", 0)]
    [InlineData("cmdlets/PedOS.Tools.Cmdlets/PedOS.Tools.Cmdlets.csproj", "none", 1)]
    [InlineData("cmdlets/PedOS.Tools.Engine/PedOS.Tools.Engine.csproj", "all", 1)]
    public void CheckProject_AllowsTheCompileOnlyPackage_InTheCmdletsAlone(string path, string assets, int findings) =>
        Assert.Equal(findings, ProjectFileRules.CheckProject(Project(
            path,
            $"<PackageReference Include=\"PowerShellStandard.Library\" PrivateAssets=\"{assets}\" />")).Count());

    [Theory]
    [InlineData("PrivateAssets=\"all\"", 0)]
    [InlineData("", 1)]
    public void CheckProject_AllowsAnAnalyzer_ThatIsNotHandedOn(string assets, int findings) => Assert.Equal(
        findings,
        ProjectFileRules.CheckProject(Project(
            SamplePath, $"<PackageReference Include=\"Microsoft.CodeAnalysis.BannedApiAnalyzers\" {assets} />"))
            .Count());

    [Theory]
    [InlineData("agents/PedOS.Protocols/PedOS.Protocols.csproj", 0)]
    [InlineData("agents/PedOS.Agents/PedOS.Agents.csproj", 1)]
    [InlineData("cmdlets/PedOS.Tools.Engine/PedOS.Tools.Engine.csproj", 1)]
    public void CheckProject_AllowsAPackageWhereItIsListed(string path, int findings) => Assert.Equal(
        findings,
        ProjectFileRules.CheckProject(Project(path, "<PackageReference Include=\"System.IO.Hashing\" />")).Count());

    [Fact]
    public void CheckProject_FindsAUsing() => Findings.AssertOne(
        "usings are in the files", ProjectFileRules.CheckProject(Project(SamplePath, "<Using Include=\"A.B\" />")));

    [Fact]
    public void CheckProject_FindsALongProject()
    {
        Assert.Empty(ProjectFileRules.CheckProject(Project(SamplePath, new string('\n', 23))));
        Findings.AssertOne("25 lines", ProjectFileRules.CheckProject(Project(SamplePath, new string('\n', 24))));
    }

    [Fact]
    public void CheckProject_FindsAVersionOutsideTheCentralFile() =>
        Findings.AssertOne(
            "versions are in",
            ProjectFileRules.CheckProject(
                Project("tests/A/A.csproj", "<PackageReference Include=\"X\" Version=\"1.0\" />")));

    [Fact]
    public void CheckPackages_FindsAPackageWithoutReason()
    {
        var file = new SourceFile("Directory.Packages.props", """
            <Project><ItemGroup>
              <!-- reason -->
              <PackageVersion Include="A" Version="1" />
              <PackageVersion Include="B" Version="1" />
            </ItemGroup></Project>
            """);

        Findings.AssertOne("B has no reason", ProjectFileRules.CheckPackages(file));
    }

    [Fact]
    public void CheckSolution_FindsAForgottenProject() =>
        Findings.AssertOne(
            SamplePath,
            ProjectFileRules.CheckSolution(
                new SourceFile("PedOSTools.slnx", "<Solution />"), [Project(SamplePath, "")]));

    [Theory]
    [InlineData("agents/A/A.cs", "string version = \"7.8.9\";", "repeats the version")]
    [InlineData("a.props", "<P><PropertyGroup><FileVersion>1.0</FileVersion></PropertyGroup></P>", "sets FileVersion")]
    public void CheckVersion_FindsASecondPlace(string path, string text, string finding) =>
        Findings.AssertOne(finding, ProjectFileRules.CheckVersion("7.8.9", new SourceFile(path, text)));

    [Theory]
    [InlineData("CHANGELOG.md", "## 7.8.9")]
    [InlineData("a.cs", "17.8.9 and 7.8.90")]
    public void CheckVersion_AllowsHistoryAndOtherNumbers(string path, string text) =>
        Assert.Empty(ProjectFileRules.CheckVersion("7.8.9", new SourceFile(path, text)));

    private static SourceFile Project(string path, string content) => new(path, $"<Project>{content}</Project>\n");
}

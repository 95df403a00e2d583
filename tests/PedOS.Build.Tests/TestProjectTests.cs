using PedOS.Build.Lanes;
using PedOS.Build.Tools;
using Xunit;

namespace PedOS.Build.Tests;

public sealed class TestProjectTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Discover_OrdersByLaneThenName_AndIgnoresOtherFolders()
    {
        Project("B.Tests", "<EvidenceClass>unit</EvidenceClass>");
        Project("A.Tests", "<EvidenceClass>crash</EvidenceClass>");
        Project("C.Tests", "<EvidenceClass>peer</EvidenceClass>");
        Project("D.Tests", "");
        Project("E.Tests", "<TestOs>windows</TestOs>");
        Project("fuzz", "");

        Assert.Equal(
            ["B.Tests", "D.Tests", "C.Tests", "A.Tests", "E.Tests"],
            TestProject.Discover(new Workspace(_folder.Path)).Select(static p => p.Name));
    }

    [Fact]
    public void Read_PutsWindowsTestsIntoTheWineLane()
    {
        TestProject project = TestProject.Read(Project("E.Tests", "<TestOs>windows</TestOs>"));

        Assert.True(project.IsForWindows);
        Assert.Equal(EvidenceClass.Wine, project.Evidence);
    }

    [Fact]
    public void Read_TakesTheTimeout() =>
        Assert.Equal(
            TimeSpan.FromSeconds(7),
            TestProject.Read(Project("E.Tests", "<TestTimeoutSeconds>7</TestTimeoutSeconds>")).Timeout);

    [Theory]
    [InlineData("<EvidenceClass>units</EvidenceClass>")]
    [InlineData("<TestOs>dos</TestOs>")]
    [InlineData("<TestTimeoutSeconds>0</TestTimeoutSeconds>")]
    [InlineData("<TestTimeoutSeconds>-1</TestTimeoutSeconds>")]
    [InlineData("<TestTimeoutSeconds>3601</TestTimeoutSeconds>")]
    public void Read_Refuses_WhenAValueIsUnknown(string property) =>
        Assert.Throws<BuildException>(() => TestProject.Read(Project("E.Tests", property)));

    [Fact]
    public void Check_RefusesANameThatSelectsNothing()
    {
        TestProject project = TestProject.Read(Project("E.Tests", ""));

        new TestSelection(["E.Tests", "wine"]).Check([project]);
        Assert.Throws<BuildException>(() => new TestSelection(["E.Test"]).Check([project]));
    }

    [Theory]
    [InlineData("unit")]
    [InlineData("peer")]
    [InlineData("crash")]
    [InlineData("hosted")]
    [InlineData("wine")]
    public void Includes_SelectsByLaneAndByName(string lane)
    {
        TestProject project = TestProject.Read(Project("E.Tests", $"<EvidenceClass>{lane}</EvidenceClass>"));

        Assert.True(new TestSelection([]).Includes(project));
        Assert.True(new TestSelection([lane]).Includes(project));
        Assert.True(new TestSelection(["e.tests"]).Includes(project));
        Assert.False(new TestSelection(["fuzz", "Other.Tests"]).Includes(project));
    }

    private string Project(string name, string property) => _folder.Write(
        Path.Join("tests", name, name + ".csproj"),
        $"<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup>{property}</PropertyGroup></Project>");
}

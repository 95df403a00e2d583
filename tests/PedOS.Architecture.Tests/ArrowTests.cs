using PedOS.Architecture.Tests.Repository;
using PedOS.Architecture.Tests.Rules;
using Xunit;

namespace PedOS.Architecture.Tests;

public sealed class ArrowTests
{
    [Fact]
    public void Tree_ReferencesFollowTheArrows() =>
        Findings.AssertNone(SourceTree.ProjectFiles.SelectMany(ArrowRule.Check));

    [Fact]
    public void Assemblies_ReferencesFollowTheArrows()
    {
        HashSet<string> ours =
            [.. SourceTree.ProjectFiles.Select(static p => Path.GetFileNameWithoutExtension(p.Name))];

        Findings.AssertNone(ProductAssembly.All.SelectMany(product =>
        {
            using Il.AssemblyScan scan = product.Open();
            return ArrowRule.Check(scan.Name, [.. scan.AssemblyReferences], ours).ToArray();
        }));
    }

    [Theory]
    [InlineData("agents", "PedOS.Protocols", "../PedOS.Agents/PedOS.Agents")]
    [InlineData("agents", "PedOS.Agents", "../PedOS.Agents.Windows/PedOS.Agents.Windows")]
    [InlineData("agents", "PedOS.Agents.Posix", "../PedOS.Agents.Windows/PedOS.Agents.Windows")]
    [InlineData("agents", "qrexec-agent", "../qrexec-wrapper/qrexec-wrapper")]
    [InlineData("agents", "qrexec-agent", "../../cmdlets/PedOS.Tools.Engine/PedOS.Tools.Engine")]
    [InlineData("agents", "qga", "..\\..\\tests\\PedOS.TestKit\\PedOS.TestKit")]
    [InlineData("agents", "qga", "../../build/PedOS.Build")]
    [InlineData("cmdlets", "PedOS.Tools.Contracts", "../PedOS.Tools.Engine/PedOS.Tools.Engine")]
    [InlineData("cmdlets", "PedOS.Tools.Cmdlets", "../../agents/PedOS.Agents/PedOS.Agents")]
    [InlineData("agents", "setup", "../PedOS.Protocols/PedOS.Protocols")]
    [InlineData("build", "PedOS.Build", "../agents/PedOS.Agents/PedOS.Agents")]
    [InlineData("elsewhere", "A", "B")]
    public void Check_FindsAWrongArrow(string room, string project, string reference) =>
        Assert.Single(ArrowRule.Check(new SourceFile(
            $"{room}/{project}/{project}.csproj",
            $"<Project><ItemGroup><ProjectReference Include=\"{reference}.csproj\" /></ItemGroup></Project>")));

    [Fact]
    public void Check_FindsAWrongArrow_InAnAssembly()
    {
        HashSet<string> ours = ["PedOS.Agents"];

        Assert.Single(ArrowRule.Check("PedOS.Protocols", ["System.Runtime", "PedOS.Agents"], ours));
        Assert.Empty(ArrowRule.Check("qga", ["System.Runtime", "PedOS.Agents"], ours));
    }

    [Fact]
    public void Check_LetsSetupAlone_ReferenceTheEngine()
    {
        HashSet<string> ours = ["PedOS.Tools.Engine"];

        Assert.Empty(ArrowRule.Check("setup", ["PedOS.Tools.Engine"], ours));
        Assert.Single(ArrowRule.Check("qga", ["PedOS.Tools.Engine"], ours));
    }
}

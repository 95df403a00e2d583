using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Setup;
using Xunit;

namespace PedOS.Engine.Tests.Setup;

public sealed class ComponentSelectionTests
{
    private static readonly string[] Usual =
        [ComponentNames.Shared, ComponentNames.XenBase, ComponentNames.XenNetwork, ComponentNames.Agent];

    [Fact]
    public void Selection_BeginsWithWhatIsUsualAndInstalled() => Assert.Equal(
        [.. Usual, ComponentNames.DisableUac],
        new ComponentSelection(Offer(installed: [ComponentNames.DisableUac])).Chosen);

    [Fact]
    public void Change_BringsWhatIsNeeded_AndTakesWhatNeedsIt()
    {
        ComponentSelection selection = new(Offer());

        ComponentSelection without = selection.Change(ComponentNames.XenBase);
        Assert.Equal([ComponentNames.Shared, ComponentNames.Agent], without.Chosen);
        Assert.Equal(Usual.Take(3).Append(ComponentNames.Agent), selection.Chosen);
        Assert.Equal(
            [ComponentNames.Shared, ComponentNames.XenBase, ComponentNames.XenDisk, ComponentNames.Agent],
            without.Change(ComponentNames.XenDisk).Chosen);
    }

    [Theory]
    [InlineData(ComponentNames.Shared, "all others need Shared")]
    [InlineData(ComponentNames.Gui, "the package has no component Gui")]
    [InlineData(
        ComponentNames.XenNetwork, "XenNetwork is installed: setup uninstall --component XenNetwork removes it")]
    [InlineData(ComponentNames.XenBase, "XenNetwork is installed, and needs XenBase")]
    [InlineData(ComponentNames.Agent, "")]
    public void FindReason_TellsWhatCannotBeChanged(string name, string reason)
    {
        ComponentSelection selection = new(Offer(
            installed: [ComponentNames.XenNetwork], missing: [ComponentNames.Gui]));

        Assert.Equal(reason, selection.FindReason(name));
        Assert.Equal(reason.Length > 0, selection.Change(name) == selection);
    }

    [Fact]
    public void FindReason_SeesThatWhatIsNeededIsMissing() => Assert.Equal(
        "the package has no component Agent",
        new ComponentSelection(Offer(missing: [ComponentNames.Agent])).Change(ComponentNames.Agent)
            .FindReason(ComponentNames.Gui));

    private static InstallationOffer Offer(string[]? installed = null, string[]? missing = null) => new(
        "1.0.0",
        "",
        PackageOrigin.Unsigned,
        [.. ProductComponents.All.Select(c => new OfferedComponent(
            c,
            missing?.Contains(c.Name) is not true,
            installed?.Contains(c.Name) is true,
            Usual.Contains(c.Name) && missing?.Contains(c.Name) is not true))]);
}

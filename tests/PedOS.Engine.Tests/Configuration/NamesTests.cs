using System.Reflection;
using PedOS.Tools.Contracts;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Configuration;
using PedOS.Tools.Engine.Product;
using Xunit;

namespace PedOS.Engine.Tests.Configuration;

/// <summary>What people may name is what the contracts name: nothing is forgotten in a list of its own.</summary>
public sealed class NamesTests
{
    [Fact]
    public void Programs_AreThoseOfTheContracts() => Assert.Equal(
        Constants(typeof(ProgramNames)).Order(StringComparer.Ordinal),
        ProductPrograms.All.Select(static p => p.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Components_AreThoseOfTheContracts() => Assert.Equal(
        Constants(typeof(ComponentNames)).Order(StringComparer.Ordinal),
        ComponentCatalog.All.Select(static c => c.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Settings_AreThoseOfTheContracts()
    {
        string[] names = [.. Constants(typeof(SettingNames)).Where(static n => n != SettingNames.RootKey)];
        Assert.Equal(
            names.Order(StringComparer.Ordinal),
            ConfigurationCatalog.All.Select(static s => s.Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            names.Order(StringComparer.Ordinal),
            typeof(KnownSettings).GetProperties()
                .Where(static p => p.Name != nameof(KnownSettings.All))
                .Select(static p => p.Name)
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Rows_NameOnlyWhatThereIs_EachAfterWhatItNeeds()
    {
        HashSet<string> components = new(StringComparer.Ordinal);
        Assert.All(ProductComponents.All, c =>
        {
            Assert.Subset(components, new HashSet<string>(c.Needs, StringComparer.Ordinal));
            Assert.True(components.Add(c.Name));
        });
        HashSet<string> services = new([""], StringComparer.Ordinal);
        Assert.All(ProductPrograms.All, p =>
        {
            Assert.Contains(p.Component, components);
            Assert.Subset(
                new HashSet<string>(KnownSettings.All.Select(static s => s.Name), StringComparer.Ordinal),
                new HashSet<string>(p.Settings, StringComparer.Ordinal));
            if (p.Service is { } service)
            {
                Assert.Contains(service.Needs, services);
                Assert.True(services.Add(p.Name));
            }
        });
        Assert.All(KnownSettings.All, static s => Assert.NotEmpty(s.Readers));
    }

    [Fact]
    public void Programs_AreThoseThatFollowASetting() => Assert.Equal(
        ProductPrograms.All.Where(static p => p.Settings.Count > 0).Select(static p => p.Name), AgentPrograms.All);

    [Fact]
    public void Services_ArePrograms() => Assert.Empty(AgentPrograms.Services.Except(AgentPrograms.All));

    [Fact]
    public void Services_ThatFollowNoSetting_AreThoseThatAreNotWritten() => Assert.Equal(
        ["prepare-volume", "QgaWatchdog"],
        ProductPrograms.All.Where(static p => p.Service is not null).Select(static p => p.Name)
            .Except(AgentPrograms.Services));

    [Theory]
    [InlineData("qrexec-client-vm")]
    [InlineData("PEDOSDB")]
    [InlineData("setup")]
    public void Spell_RefusesAProgramWithoutSettings_AndSaysSo(string name)
    {
        SetupException e = Assert.Throws<SetupException>(() => AgentPrograms.Spell(name));

        Assert.Equal(SetupError.UnknownComponent, e.Error);
        Assert.Contains("follows no settings", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Spell_TakesAnyCase_AndNamesTheChoices()
    {
        Assert.Equal("PedOSdb-daemon", AgentPrograms.Spell("PEDOSDB-DAEMON"));
        SetupException e = Assert.Throws<SetupException>(() => AgentPrograms.Spell("ıqrexec-agent"));
        Assert.Equal(SetupError.UnknownComponent, e.Error);
        Assert.Contains("pedos-rpc", e.Remedy, StringComparison.Ordinal);
        Assert.Equal(
            SetupError.NotFound, Assert.Throws<SetupException>(() => AgentPrograms.SpellService("pedos-rpc")).Error);
    }

    private static IEnumerable<string> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(static f => (string)f.GetValue(null)!);
}

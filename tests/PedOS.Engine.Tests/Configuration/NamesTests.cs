using System.Reflection;
using PedOS.Tools.Contracts;
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
        AgentPrograms.All.Order(StringComparer.Ordinal));

    [Fact]
    public void Settings_AreThoseOfTheContracts()
    {
        string[] names = [.. Constants(typeof(SettingNames)).Where(static n => n != SettingNames.RootKey)];
        Assert.Equal(
            names.Order(StringComparer.Ordinal),
            ConfigurationCatalog.All.Select(static s => s.Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            names.Order(StringComparer.Ordinal),
            typeof(KnownSettings).GetProperties().Select(static p => p.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Services_ArePrograms() => Assert.Empty(AgentPrograms.Services.Except(AgentPrograms.All));

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

using System.Runtime.Versioning;
using PedOS.Agents.Windows.Qrexec;
using PedOS.Protocols.Qrexec;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Rpc.Tests;

/// <summary>The files that make the verbs services. Reading them is the same on every system.</summary>
[SupportedOSPlatform("windows")]
public sealed class DefinitionTests
{
    private static string Services => Path.Combine(ProgramsPlace.FindRepositoryRoot(), "module", "services");

    public static TheoryData<string> Names => [.. In(Services)];

    [Fact]
    public void Definitions_AreThoseOfTheTable()
    {
        Assert.Equal(
            VerbTable.All.Select(static v => v.Service)
                .Where(static s => s.Length > 0)
                .Order(StringComparer.Ordinal),
            In(Services));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Definition_NamesTheProgramAndItsVerb(string service)
    {
        ServiceDefinition definition = ServiceDefinition.Read(File.ReadAllBytes(Path.Combine(Services, service)));
        Assert.Equal("pedos-rpc.exe", definition.Handler);
        Assert.False(definition.TakesArgument);
        Assert.Equal(service, VerbLine.TryParse(definition.Arguments(null), out _)?.Verb.Service);
    }

    [Fact]
    public void Settings_AreOfServicesThatThereAre() => Assert.Empty(
        In(Path.Combine(Services, "rpc-config")).Except(VerbTable.All.Select(static v => v.Service)));

    [Theory]
    [InlineData("qubes.WaitForSession")]
    [InlineData("qubes.WaitForRunningSystem")]
    [InlineData("qubes.VMRootExec")]
    [InlineData("qubes.VMRootShell")]
    public void Settings_GiveAllRights(string service)
    {
        ServiceSettings settings = ServiceSettingsReader.Read(
            File.ReadAllBytes(Path.Combine(Services, "rpc-config", service)), out IReadOnlyList<string> unknown);
        Assert.Empty(unknown);
        Assert.Equal("SYSTEM", settings.ForceUser);
    }

    [Fact]
    public void Settings_LetAProgramWithWindowsWaitForItsUser() => Assert.Equal(
        ServiceSettings.Default with { WaitForSession = true },
        ServiceSettingsReader.Read(
            File.ReadAllBytes(Path.Combine(Services, "rpc-config", "qubes.VMExecGUI")), out _));

    private static IEnumerable<string> In(string folder) =>
        Directory.EnumerateFiles(folder).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}

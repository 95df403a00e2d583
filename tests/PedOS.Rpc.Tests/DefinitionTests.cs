using PedOS.Agents.Qrexec;
using PedOS.Protocols.Qrexec;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Rpc.Tests;

/// <summary>The files that make the verbs services.</summary>
public sealed class DefinitionTests
{
    private static string Services => Path.Combine(ProgramsPlace.FindRepositoryRoot(), "module", "services");

    [Theory]
    [InlineData("qubes.WaitForSession", RpcVerb.WaitForSession)]
    [InlineData("qubes.WaitForRunningSystem", RpcVerb.WaitForRunningSystem)]
    [InlineData("qubes.SetDateTime", RpcVerb.SetDateTime)]
    [InlineData("qubes.SuspendPostAll", RpcVerb.SuspendPostAll)]
    [InlineData("qubes.ClipboardCopy", RpcVerb.ClipboardCopy)]
    [InlineData("qubes.ClipboardPaste", RpcVerb.ClipboardPaste)]
    public void Definition_NamesTheProgramAndItsVerb(string service, object verb)
    {
        ServiceDefinition definition = ServiceDefinition.Read(File.ReadAllBytes(Path.Combine(Services, service)));
        Assert.Equal("pedos-rpc.exe", definition.Handler);
        Assert.False(definition.TakesArgument);
        Assert.Equal(verb, RpcOptions.TryParse(definition.Arguments(null), new("a", "d"), out _)?.Verb);
    }

    [Theory]
    [InlineData("qubes.WaitForSession")]
    [InlineData("qubes.WaitForRunningSystem")]
    public void Settings_LetLocalSystemWait(string service)
    {
        ServiceSettings settings = ServiceSettingsReader.Read(
            File.ReadAllBytes(Path.Combine(Services, "rpc-config", service)), out IReadOnlyList<string> unknown);
        Assert.Empty(unknown);
        Assert.Equal("SYSTEM", settings.ForceUser);
    }
}

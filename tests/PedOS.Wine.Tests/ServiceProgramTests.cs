using PedOS.Build.Tools;
using PedOS.TestKit.Limits;
using PedOS.TestKit.Programs;
using PedOS.Tools.Contracts;
using Xunit;

namespace PedOS.Wine.Tests;

/// <summary>
/// Programs started by a person: the service control manager is asked only when one is to work as a service. Wine
/// warns of whoever asks in vain, after ten seconds.
/// </summary>
public sealed class ServiceProgramTests
{
    private const int Timeout = 120_000;
    private const string AskedInVain = "failed to create control pipe";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Programs => [.. ProgramsPlace.Names];

    [PatientTheory(Timeout = Timeout)]
    [MemberData(nameof(Programs))]
    public async Task Questions_AreAnsweredAtOnce(string name)
    {
        string version = typeof(ProgramNames).Assembly.GetName().Version!.ToString(3);
        await using ProgramUnderTest told = Start(name, "--version");
        Assert.Equal((0, $"{name} {version}"), (await told.FinishAsync(Token), told.Output.TrimEnd()));
        Assert.DoesNotContain(AskedInVain, told.Error, StringComparison.Ordinal);

        await using ProgramUnderTest help = Start(name, "--help");
        Assert.Equal(0, await help.FinishAsync(Token));
        Assert.StartsWith($"usage: {name}", help.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(AskedInVain, help.Error, StringComparison.Ordinal);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task NetworkSetup_ShowsAndRestores_Itself()
    {
        using TestDirectory directory = new();
        string state = $"--state-dir={WinePath.Of(directory.FullPath)}";
        await using ProgramUnderTest restore = Start(ProgramNames.NetworkSetup, "--restore", state);
        Assert.Equal(0, await restore.FinishAsync(Token));
        Assert.Contains("nothing was changed", restore.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(AskedInVain, restore.Error, StringComparison.Ordinal);

        // To work as a service it does ask: the warning is known.
        await using ProgramUnderTest service = Start(ProgramNames.NetworkSetup, "--no-such-option");
        Assert.Equal(2, await service.FinishAsync(Token));
        Assert.Contains(AskedInVain, service.Error, StringComparison.Ordinal);
    }

    private static ProgramUnderTest Start(string name, params IReadOnlyList<string> arguments)
    {
        WineGuest.SkipWhereMissing();
        return ProgramUnderTest.Start(new ProgramStart(Requirement.WineLoader, [WineGuest.PathOf(name), .. arguments])
        {
            Environment = new Dictionary<string, string> { ["WINEDEBUG"] = "-all,warn+service" },
        });
    }
}

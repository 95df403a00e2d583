using PedOS.TestKit.Limits;
using PedOS.TestKit.Programs;
using PedOS.Tools.Contracts;
using Xunit;

namespace PedOS.Peer.Tests.Lifecycle;

/// <summary>What the programs answer to a person who does not know them.</summary>
public sealed class ProgramQuestionsTests
{
    private const int Timeout = 60_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Programs => [.. ProgramsPlace.Names];

    [PatientTheory(Timeout = Timeout)]
    [MemberData(nameof(Programs))]
    public async Task HelpAndVersion_AreAnswered(string name)
    {
        string version = typeof(ProgramNames).Assembly.GetName().Version!.ToString(3);
        Assert.Equal((0, $"{name} {version}\n", ""), await RunAsync(name, "--version"));

        (int code, string help, string error) = await RunAsync(name, "--help");
        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith($"usage: {name}", help, StringComparison.Ordinal);
        Assert.Contains("--version", help, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string name, string question)
    {
        await using ProgramUnderTest program =
            ProgramUnderTest.Start(new ProgramStart(ProgramsPlace.PathOf(name), [question]));
        int code = await program.FinishAsync(Token);
        return (code, program.Output, program.Error);
    }
}

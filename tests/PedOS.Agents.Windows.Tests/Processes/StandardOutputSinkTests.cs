using System.Text;
using PedOS.Agents.Processes;
using PedOS.TestKit.Limits;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Processes;

/// <summary>Standard output of a program that the tests start; theirs stays as it is.</summary>
public sealed class StandardOutputSinkTests
{
    private const int Timeout = 60_000;

    [PatientFact(Timeout = Timeout)]
    public async Task Complete_IsTheEndForTheReader_BeforeTheProgramExits()
    {
        string name = $"pedos-test-{Guid.NewGuid():N}";
        using EventWaitHandle end = new(false, EventResetMode.ManualReset, name);
        using ILaunchedProcess process =
            await Launching.StartAsync(Launching.ChildWithoutConsole("complete-output", name));
        Assert.Equal("before", Encoding.UTF8.GetString(await Launching.ReadAllAsync(process.Output)));
        Assert.Equal("closed", await Launching.ReadTextAsync(process.Error!, 6));
        Assert.False(process.Exited.IsCompleted);
        _ = end.Set();
        Assert.Equal(5, await process.Exited);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Complete_LeavesAHandleOpen_ThatErrorsGoTo() => Assert.Equal(
        (0, "output, error", string.Empty), await Launching.RunAsync(Launching.Child("complete-shared-output")));

    [PatientTheory(Timeout = Timeout)]
    [InlineData("0")]
    [InlineData("-1")]
    public async Task Write_IsTaken_WhereThereIsNoStandardOutput(string none)
    {
        (int code, _, _) = await Launching.RunAsync(Launching.Child("write-to-nothing", none));
        Assert.Equal(8, code);
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Write_ReturnsFalse_WhenNobodyReads()
    {
        ILaunchedProcess process =
            await Launching.StartAsync(Launching.ChildWithoutConsole("write-until-nobody-reads"));
        _ = await Launching.ReadTextAsync(process.Output, 1);
        process.Dispose();
        Assert.Equal(7, await process.Exited);
    }
}

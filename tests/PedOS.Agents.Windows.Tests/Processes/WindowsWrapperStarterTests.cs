using PedOS.Agents.Processes;
using PedOS.Agents.Qrexec;
using PedOS.Agents.Windows.Processes;
using PedOS.Agents.Windows.Tests.Child;
using PedOS.TestKit.Limits;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Processes;

public sealed class WindowsWrapperStarterTests
{
    private const int Timeout = 60_000;

    [PatientFact(Timeout = Timeout)]
    public async Task Start_LinksItsInputAndOutput_AndItsEndIsSeen()
    {
        Environment.SetEnvironmentVariable(ChildProgram.Variable, "copy");
        using IWrapperProcess wrapper =
            await new WindowsWrapperStarter(Environment.ProcessPath!).StartAsync(CancellationToken.None);
        Environment.SetEnvironmentVariable(ChildProgram.Variable, null);
        Assert.True(await wrapper.ToWrapper.WriteAsync("message"u8.ToArray(), CancellationToken.None));
        Assert.Equal("message", await Launching.ReadTextAsync(wrapper.FromWrapper, 7));
        wrapper.ToWrapper.Complete();
        Assert.Empty(await Launching.ReadAllAsync(wrapper.FromWrapper));
    }

    [PatientFact(Timeout = Timeout)]
    public async Task Start_Fails_WhenThereIsNoWrapper() => await Assert.ThrowsAsync<LaunchException>(
        () => new WindowsWrapperStarter(@"C:\no\qrexec-wrapper.exe").StartAsync(CancellationToken.None).AsTask());
}

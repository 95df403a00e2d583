using PedOS.Agents.Windows.Tests.Processes;
using PedOS.TestKit.Limits;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Hosting;

public sealed class ProcessHardeningTests
{
    [PatientFact(Timeout = 60_000)]
    public async Task Apply_SetsTheErrorMode_PassesNoHandleOn_AndLoadsNoLibraryFromTheCurrentDirectory() =>
        Assert.Equal("8003 private not loaded", (await Launching.RunAsync(Launching.Child("hardened"))).Output);
}

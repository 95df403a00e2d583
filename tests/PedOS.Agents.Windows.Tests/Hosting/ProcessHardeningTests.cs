using PedOS.Agents.Windows.Tests.Processes;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Hosting;

public sealed class ProcessHardeningTests
{
    [Fact(Timeout = 60_000)]
    public async Task Apply_SetsTheErrorMode_PassesNoHandleOn_AndLoadsNoLibraryFromTheCurrentDirectory() =>
        Assert.Equal("8003 private not loaded", (await Launching.RunAsync(Launching.Child("hardened"))).Output);
}

using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Operations;
using Xunit;

namespace PedOS.Engine.Tests.Operations;

/// <summary>What these tools brought goes, and nothing else.</summary>
public sealed class UninstallTests : IDisposable
{
    private readonly EngineBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Uninstall_LeavesNothing_AndKeepsWhatOthersAdded()
    {
        IReadOnlyList<string> before = _bench.Everything();
        _bench.Install("first", ComponentNames.Gui);
        _bench.Uninstall("second");
        Assert.Equal(before, _bench.Everything());

        _bench.Install("third", ComponentNames.Gui);
        using MemoryStream content = new([1]);
        _bench.Machine.Files.Write(@"C:\Program Files\PedOS Tools\bin\mine.txt", content, access: null, written: null);
        _bench.Uninstall("fourth");
        Assert.NotNull(_bench.Machine.Files.Find(@"C:\Program Files\PedOS Tools\bin\mine.txt"));
    }

    [Fact]
    public void Uninstall_ThatNeedsARestart_SaysSoAndLeavesNoBooks()
    {
        IReadOnlyList<string> before = _bench.Everything();
        Assert.True(_bench.Install("first", ComponentNames.XenBase).NeedsRestart);
        _bench.Machine.Restart(Survival.Everything);

        OperationResult result = _bench.Uninstall("second");

        Assert.Equal((OperationPhase.Done, true), (result.Phase, result.NeedsRestart));
        Assert.Equal(before, _bench.Everything());
    }
}

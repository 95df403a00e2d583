using System.Text;
using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Books;
using PedOS.Tools.Engine.Operations;
using Xunit;

namespace PedOS.Engine.Tests.Operations;

/// <summary>What cannot be done is not begun, or put back.</summary>
public sealed class RefusedOperationTests : IDisposable
{
    private readonly EngineBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Run_RefusesAPackageThatWasChanged_AndPutsEverythingBack()
    {
        IReadOnlyList<string> before = _bench.WithoutBooks();
        _bench.Package.Damage("bin/qrexec-agent.exe");

        SetupException e = Assert.Throws<SetupException>(() => _bench.Install("first", ComponentNames.Agent));

        Assert.Equal(SetupError.DamagedPackage, e.Error);
        Assert.Contains("everything was put back", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, _bench.WithoutBooks());
    }

    [Fact]
    public void Run_PutsEverythingBack_WhenCancelled()
    {
        IReadOnlyList<string> before = _bench.WithoutBooks();
        using CancellationTokenSource cancellation = new();
        CancelAt observer = new(cancellation, cancelAt: 9);

        SetupException e = Assert.Throws<SetupException>(() =>
            _bench.Install(observer, "first", [ComponentNames.Agent], cancellation.Token));

        Assert.Equal(SetupError.Cancelled, e.Error);
        Assert.Equal(before, _bench.WithoutBooks());
    }

    [Fact]
    public void Run_RefusesASecondOperation_WhileOneRuns()
    {
        using IDisposable running = new SetupFolder(_bench.Machine).Lock();

        Assert.Equal(
            SetupError.Busy,
            Assert.Throws<SetupException>(() => _bench.Install("first", ComponentNames.Agent)).Error);
    }

    [Fact]
    public void Run_RefusesANewOperation_AfterAnInterruptedOne()
    {
        _bench.Machine.CutAt = 40;
        Assert.Throws<PowerCutException>(() => _bench.Install("first", ComponentNames.Agent));
        _bench.Machine.Restart(Survival.Half);

        SetupException e = Assert.Throws<SetupException>(() => _bench.Install("second", ComponentNames.Agent));
        Assert.Equal(SetupError.UnfinishedOperation, e.Error);
        Assert.Contains("first", e.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_RefusesABookOfANewerVersion()
    {
        _bench.Install("first", ComponentNames.Agent);
        _bench.Machine.Files.Delete(@"C:\Program Files\PedOS Setup\receipt.json");
        using MemoryStream newer = new(Encoding.UTF8.GetBytes("{\"format\":2}"));
        _bench.Machine.Files.Write(@"C:\Program Files\PedOS Setup\receipt.json", newer, access: null, written: null);

        Assert.Equal(
            SetupError.UnreadableJournal,
            Assert.Throws<SetupException>(() => new SetupFolder(_bench.Machine).ReadReceipt()).Error);
    }

    [Fact]
    public void Run_RefusesANameThatAnOperationHas()
    {
        _bench.Install("first", ComponentNames.Agent);

        Assert.Equal(
            SetupError.Busy,
            Assert.Throws<SetupException>(() => _bench.Install("first", ComponentNames.Gui)).Error);
        Assert.Equal(OperationPhase.Done, Assert.Single(_bench.Engine.Operations()).Phase);
    }
}

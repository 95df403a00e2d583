using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Status;
using Xunit;

namespace PedOS.Engine.Tests.Operations;

/// <summary>An operation goes on after a restart or an interruption, and its books are kept for that.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly EngineBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Resume_AfterTheRestart_EndsTheOperation()
    {
        Assert.Equal(OperationPhase.AwaitsRestart, _bench.Install("first", ComponentNames.XenBase).Phase);
        SetupEngine engine = _bench.Engine;
        Assert.Equal(OperationPhase.AwaitsRestart, engine.Resume("first", CancellationToken.None).Phase);

        _bench.Machine.Restart(Survival.Everything);

        Assert.Equal(OperationPhase.Done, engine.Resume("first", CancellationToken.None).Phase);
        Assert.Equal(
            SetupError.NotFound,
            Assert.Throws<SetupException>(() => engine.Resume("..\\x", CancellationToken.None)).Error);
    }

    [Fact]
    public void Tidy_KeepsBooksThatAreNeeded()
    {
        SetupEngine engine = _bench.Engine;
        engine.Tidy();
        Assert.Null(_bench.Machine.Files.Find(@"C:\Program Files\PedOS Setup"));

        _bench.Machine.CutAt = 40;
        Assert.Throws<PowerCutException>(() => _bench.Install("first", ComponentNames.Agent));
        _bench.Machine.Restart(Survival.Half);
        engine.Tidy();
        Assert.True(Assert.Single(engine.Operations()).IsInterrupted);

        engine.Resume("first", CancellationToken.None);
        engine.Tidy();
        Assert.NotNull(engine.Receipt);
        Assert.Single(engine.Operations());
    }

    [Fact]
    public void Resume_WithoutThePackage_ChangesNothing_AsLongAsFilesAreNeeded()
    {
        _bench.Machine.CutAt = 30;
        Assert.Throws<PowerCutException>(() => _bench.Install("first", ComponentNames.Agent));
        _bench.Machine.Restart(Survival.Everything);
        SetupEngine without = new(_bench.Machine, NoPackage.Instance, NoObserver.Instance);
        IReadOnlyList<string> before = _bench.WithoutBooks();

        SetupException e = Assert.Throws<SetupException>(() => without.Resume("first", CancellationToken.None));

        Assert.Equal(SetupError.InvalidArgument, e.Error);
        Assert.Equal(before, _bench.WithoutBooks());
        Assert.True(Assert.Single(without.Operations()).IsInterrupted);

        Assert.Equal(OperationPhase.Done, _bench.Engine.Resume("first", CancellationToken.None).Phase);
    }

    [Fact]
    public void Resume_WithoutThePackage_FinishesWhatOnlyRemoves()
    {
        _bench.Install("first", ComponentNames.Agent);
        Plan plan = _bench.Removal("second");
        SetupEngine without = new(_bench.Machine, NoPackage.Instance, NoObserver.Instance);
        _bench.Machine.CutAt = _bench.Machine.Calls + 20;
        Assert.Throws<PowerCutException>(() => without.Run(plan, CancellationToken.None));
        _bench.Machine.Restart(Survival.Everything);

        Assert.Equal(OperationPhase.Done, without.Resume("second", CancellationToken.None).Phase);
        Assert.Null(without.Receipt);
    }

    [Fact]
    public void Status_OfAnOperationWhoseRestartHasCome_IsDone()
    {
        _bench.Install("first", ComponentNames.XenBase);
        OperationSummary waiting = Assert.Single(new MachineStatus(_bench.Machine).ListOperations());
        Assert.Equal((OperationPhase.AwaitsRestart, true), (waiting.Phase, waiting.NeedsRestart));

        _bench.Machine.Restart(Survival.Everything);

        OperationSummary done = Assert.Single(new MachineStatus(_bench.Machine).ListOperations());
        Assert.Equal((OperationPhase.Done, false), (done.Phase, done.NeedsRestart));
        Assert.Equal("", new MachineStatus(_bench.Machine).GetInstallation().PendingOperation);
    }
}

using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Operations;
using Xunit;

namespace PedOS.Engine.Tests.Operations;

/// <summary>The last operation can be taken back, as long as what it replaced is kept.</summary>
public sealed class UndoTests : IDisposable
{
    private readonly EngineBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Undo_TakesBackTheLastOperationOnly()
    {
        _bench.Install("a-first", ComponentNames.Agent);
        IReadOnlyList<string> between = _bench.WithoutBooks();
        _bench.Install("b-second", ComponentNames.Gui);
        SetupEngine engine = _bench.Engine;

        Assert.Equal(
            SetupError.InvalidArgument, Assert.Throws<SetupException>(() => engine.Undo("a-first")).Error);
        Assert.Equal(OperationPhase.Undone, engine.Undo("b-second").Phase);
        Assert.Equal(between, _bench.WithoutBooks());
        Assert.Equal([ComponentNames.Shared, ComponentNames.Agent], engine.Receipt!.Components);
        Assert.Equal(
            SetupError.InvalidArgument, Assert.Throws<SetupException>(() => engine.Undo("b-second")).Error);
    }

    [Fact]
    public void Undo_IsRefused_WhenWhatWasReplacedIsNotKeptAnyMore()
    {
        // An update, an operation after it that is undone, and then the update: its old files went with the other one.
        _bench.Install("a-first", ComponentNames.Agent);
        SamplePackage newer = new("2.0.0");
        SetupEngine engine = new(_bench.Machine, newer, NoObserver.Instance);
        _bench.InstallFrom(newer, "b-update");
        _bench.InstallFrom(newer, "c-third", ComponentNames.Gui);
        engine.Undo("c-third");
        IReadOnlyList<string> updated = _bench.Everything();

        SetupException e = Assert.Throws<SetupException>(() => engine.Undo("b-update"));

        Assert.Equal(SetupError.InvalidArgument, e.Error);
        Assert.Contains("cannot be undone any more", e.Message, StringComparison.Ordinal);
        Assert.Equal(updated, _bench.Everything());
        Assert.DoesNotContain(engine.Operations(), static o => o.IsInterrupted);
        _bench.Uninstall("d-fourth");
        Assert.Null(_bench.Machine.Files.Find(@"C:\Program Files\PedOS Tools"));
    }

    [Fact]
    public void Undo_OfAnUpdate_BringsTheOldFilesBack()
    {
        _bench.Install("a-first", ComponentNames.Agent);
        IReadOnlyList<string> old = _bench.WithoutBooks();
        SamplePackage newer = new("2.0.0");
        SetupEngine engine = new(_bench.Machine, newer, NoObserver.Instance);
        _bench.InstallFrom(newer, "b-update");

        Assert.Equal(OperationPhase.Undone, engine.Undo("b-update").Phase);

        Assert.Equal(old, _bench.WithoutBooks());
    }

    [Fact]
    public void Undo_KnowsTheLastOperation_AlsoWhenTheClockWasSetBack()
    {
        _bench.Install("b-by-a-wrong-clock", ComponentNames.Agent);
        _bench.Install("a-by-the-right-one", ComponentNames.Gui);
        IReadOnlyList<string> installed = _bench.Everything();
        SetupEngine engine = _bench.Engine;

        SetupException e = Assert.Throws<SetupException>(() => engine.Undo("b-by-a-wrong-clock"));

        Assert.Contains("a-by-the-right-one came after it", e.Message, StringComparison.Ordinal);
        Assert.Equal(installed, _bench.Everything());
    }

    [Fact]
    public void Undo_OfARemoval_StillKnowsWhatWasThereBeforeTheTools()
    {
        const string Program = @"C:\Program Files\PedOS Tools\bin\qga.exe";
        _bench.Machine.Files.CreateDirectory(@"C:\Program Files\PedOS Tools", access: null);
        _bench.Machine.Files.CreateDirectory(@"C:\Program Files\PedOS Tools\bin", access: null);
        using MemoryStream content = new("of somebody else"u8.ToArray());
        _bench.Machine.Files.Write(Program, content, access: null, written: null);
        IReadOnlyList<string> before = _bench.Everything();
        _bench.Install("a-first", ComponentNames.Agent, ComponentNames.Gui);
        IReadOnlyList<string> installed = _bench.WithoutBooks();
        _bench.Uninstall("b-removal", ComponentNames.Gui);

        Assert.Equal(OperationPhase.Undone, _bench.Engine.Undo("b-removal").Phase);
        Assert.Equal(installed, _bench.WithoutBooks());
        _bench.Uninstall("c-all");
        Assert.Equal(before, _bench.Everything());
    }

    [Fact]
    public void Undo_OfDrivers_SaysThatARestartIsNeeded()
    {
        _bench.Install("first", ComponentNames.XenBase);

        OperationResult result = _bench.Engine.Undo("first");

        Assert.Equal((OperationPhase.Undone, true), (result.Phase, result.NeedsRestart));
    }
}

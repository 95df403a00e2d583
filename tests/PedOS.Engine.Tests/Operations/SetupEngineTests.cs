using System.Text;
using PedOS.Engine.Tests.Images;
using PedOS.TestKit.Setup;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Status;
using Xunit;

namespace PedOS.Engine.Tests.Operations;

public sealed class SetupEngineTests
{
    private readonly SamplePackage _package = new("1.0.0");

    [Fact]
    public void Run_RefusesAPackageThatWasChanged_AndPutsEverythingBack()
    {
        using FakeWindows machine = new();
        IReadOnlyList<string> before = Describe(machine);
        _package.Damage("bin/qrexec-agent.exe");

        SetupException e = Assert.Throws<SetupException>(() => Install(machine, "first", ComponentNames.Agent));

        Assert.Equal(SetupError.DamagedPackage, e.Error);
        Assert.Contains("everything was put back", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, Describe(machine));
    }

    [Fact]
    public void Run_PutsEverythingBack_WhenCancelled()
    {
        using FakeWindows machine = new();
        IReadOnlyList<string> before = Describe(machine);
        using CancellationTokenSource cancellation = new();
        CancelAt observer = new(cancellation, cancelAt: 9);

        SetupException e = Assert.Throws<SetupException>(() =>
            new SetupEngine(machine, _package, observer).Run(Plan(machine, "first", "Agent"), cancellation.Token));

        Assert.Equal(SetupError.Cancelled, e.Error);
        Assert.Equal(before, Describe(machine));
    }

    [Fact]
    public void Run_RefusesASecondOperation_WhileOneRuns()
    {
        using FakeWindows machine = new();
        using IDisposable running = new SetupFolder(machine).Lock();

        Assert.Equal(
            SetupError.Busy,
            Assert.Throws<SetupException>(() => Install(machine, "first", ComponentNames.Agent)).Error);
    }

    [Fact]
    public void Run_RefusesANewOperation_AfterAnInterruptedOne()
    {
        using FakeWindows machine = new();
        machine.CutAt = 40;
        Assert.Throws<PowerCutException>(() => Install(machine, "first", ComponentNames.Agent));
        machine.Restart(Survival.Half);

        SetupException e = Assert.Throws<SetupException>(() => Install(machine, "second", ComponentNames.Agent));
        Assert.Equal(SetupError.UnfinishedOperation, e.Error);
        Assert.Contains("first", e.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_RefusesABookOfANewerVersion()
    {
        using FakeWindows machine = new();
        Install(machine, "first", ComponentNames.Agent);
        machine.Files.Delete(@"C:\Program Files\PedOS Setup\receipt.json");
        using MemoryStream newer = new(Encoding.UTF8.GetBytes("{\"format\":2}"));
        machine.Files.Write(@"C:\Program Files\PedOS Setup\receipt.json", newer, access: null, written: null);

        Assert.Equal(
            SetupError.UnreadableJournal,
            Assert.Throws<SetupException>(() => new SetupFolder(machine).ReadReceipt()).Error);
    }

    [Fact]
    public void Undo_TakesBackTheLastOperationOnly()
    {
        using FakeWindows machine = new();
        Install(machine, "a-first", ComponentNames.Agent);
        IReadOnlyList<string> between = Describe(machine);
        Install(machine, "b-second", ComponentNames.Gui);
        SetupEngine engine = new(machine, _package, NoObserver.Instance);

        Assert.Equal(
            SetupError.InvalidArgument, Assert.Throws<SetupException>(() => engine.Undo("a-first")).Error);
        Assert.Equal(OperationPhase.Undone, engine.Undo("b-second").Phase);
        Assert.Equal(between, Describe(machine));
        Assert.Equal([ComponentNames.Shared, ComponentNames.Agent], engine.Receipt!.Components);
        Assert.Equal(
            SetupError.InvalidArgument, Assert.Throws<SetupException>(() => engine.Undo("b-second")).Error);
    }

    [Fact]
    public void Undo_IsRefused_WhenWhatWasReplacedIsNotKeptAnyMore()
    {
        // An update, an operation after it that is undone, and then the update: its old files went with the other one.
        using FakeWindows machine = new();
        Install(machine, "a-first", ComponentNames.Agent);
        SamplePackage newer = new("2.0.0");
        SetupEngine engine = new(machine, newer, NoObserver.Instance);
        engine.Run(
            new Planner(machine, engine.Receipt, "b-update").Install(newer.List, newer, [], new()),
            CancellationToken.None);
        engine.Run(
            new Planner(machine, engine.Receipt, "c-third").Install(newer.List, newer, [ComponentNames.Gui], new()),
            CancellationToken.None);
        engine.Undo("c-third");
        IReadOnlyList<string> updated = machine.Disk.Describe("");

        SetupException e = Assert.Throws<SetupException>(() => engine.Undo("b-update"));

        Assert.Equal(SetupError.InvalidArgument, e.Error);
        Assert.Contains("cannot be undone any more", e.Message, StringComparison.Ordinal);
        Assert.Equal(updated, machine.Disk.Describe(""));
        Assert.DoesNotContain(engine.Operations(), static o => o.IsInterrupted);
        Uninstall(machine, "d-fourth", NoObserver.Instance);
        Assert.Null(machine.Files.Find(@"C:\Program Files\PedOS Tools"));
    }

    [Fact]
    public void Undo_OfAnUpdate_BringsTheOldFilesBack()
    {
        using FakeWindows machine = new();
        Install(machine, "a-first", ComponentNames.Agent);
        IReadOnlyList<string> old = Describe(machine);
        SamplePackage newer = new("2.0.0");
        SetupEngine engine = new(machine, newer, NoObserver.Instance);
        engine.Run(
            new Planner(machine, engine.Receipt, "b-update").Install(newer.List, newer, [], new()),
            CancellationToken.None);

        Assert.Equal(OperationPhase.Undone, engine.Undo("b-update").Phase);

        Assert.Equal(old, Describe(machine));
    }

    [Fact]
    public void Undo_KnowsTheLastOperation_AlsoWhenTheClockWasSetBack()
    {
        using FakeWindows machine = new();
        Install(machine, "b-by-a-wrong-clock", ComponentNames.Agent);
        Install(machine, "a-by-the-right-one", ComponentNames.Gui);
        IReadOnlyList<string> installed = machine.Disk.Describe("");
        SetupEngine engine = new(machine, _package, NoObserver.Instance);

        SetupException e = Assert.Throws<SetupException>(() => engine.Undo("b-by-a-wrong-clock"));

        Assert.Contains("a-by-the-right-one came after it", e.Message, StringComparison.Ordinal);
        Assert.Equal(installed, machine.Disk.Describe(""));
    }

    [Fact]
    public void Run_RefusesANameThatAnOperationHas()
    {
        using FakeWindows machine = new();
        Install(machine, "first", ComponentNames.Agent);

        Assert.Equal(
            SetupError.Busy,
            Assert.Throws<SetupException>(() => Install(machine, "first", ComponentNames.Gui)).Error);
        Assert.Equal(
            OperationPhase.Done,
            Assert.Single(new SetupEngine(machine, _package, NoObserver.Instance).Operations()).Phase);
    }

    [Fact]
    public void Resume_AfterTheRestart_EndsTheOperation()
    {
        using FakeWindows machine = new();
        Assert.Equal(OperationPhase.AwaitsRestart, Install(machine, "first", ComponentNames.XenBase).Phase);
        SetupEngine engine = new(machine, _package, NoObserver.Instance);
        Assert.Equal(OperationPhase.AwaitsRestart, engine.Resume("first", CancellationToken.None).Phase);

        machine.Restart(Survival.Everything);

        Assert.Equal(OperationPhase.Done, engine.Resume("first", CancellationToken.None).Phase);
        Assert.Equal(
            SetupError.NotFound,
            Assert.Throws<SetupException>(() => engine.Resume("..\\x", CancellationToken.None)).Error);
    }

    [Fact]
    public void Uninstall_LeavesNothing_AndKeepsWhatOthersAdded()
    {
        using FakeWindows machine = new();
        IReadOnlyList<string> before = machine.Disk.Describe("");
        Install(machine, "first", ComponentNames.Gui);
        new SetupEngine(machine, _package, NoObserver.Instance).Run(
            new Planner(machine, new SetupFolder(machine).ReadReceipt(), "second").Uninstall([]),
            CancellationToken.None);
        Assert.Equal(before, machine.Disk.Describe(""));

        Install(machine, "third", ComponentNames.Gui);
        using MemoryStream content = new([1]);
        machine.Files.Write(@"C:\Program Files\PedOS Tools\bin\mine.txt", content, access: null, written: null);
        new SetupEngine(machine, _package, NoObserver.Instance).Run(
            new Planner(machine, new SetupFolder(machine).ReadReceipt(), "fourth").Uninstall([]),
            CancellationToken.None);
        Assert.NotNull(machine.Files.Find(@"C:\Program Files\PedOS Tools\bin\mine.txt"));
    }

    [Fact]
    public void Uninstall_ThatNeedsARestart_SaysSoAndLeavesNoBooks()
    {
        using FakeWindows machine = new();
        IReadOnlyList<string> before = machine.Disk.Describe("");
        Assert.True(Install(machine, "first", ComponentNames.XenBase).NeedsRestart);
        machine.Restart(Survival.Everything);

        OperationResult result = Uninstall(machine, "second", NoObserver.Instance);

        Assert.Equal((OperationPhase.Done, true), (result.Phase, result.NeedsRestart));
        Assert.Equal(before, machine.Disk.Describe(""));
    }

    [Fact]
    public void Undo_OfDrivers_SaysThatARestartIsNeeded()
    {
        using FakeWindows machine = new();
        Install(machine, "first", ComponentNames.XenBase);

        OperationResult result = new SetupEngine(machine, _package, NoObserver.Instance).Undo("first");

        Assert.Equal((OperationPhase.Undone, true), (result.Phase, result.NeedsRestart));
    }

    [Fact]
    public void Tidy_KeepsBooksThatAreNeeded()
    {
        using FakeWindows machine = new();
        SetupEngine engine = new(machine, _package, NoObserver.Instance);
        engine.Tidy();
        Assert.Null(machine.Files.Find(@"C:\Program Files\PedOS Setup"));

        machine.CutAt = 40;
        Assert.Throws<PowerCutException>(() => Install(machine, "first", ComponentNames.Agent));
        machine.Restart(Survival.Half);
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
        using FakeWindows machine = new();
        machine.CutAt = 30;
        Assert.Throws<PowerCutException>(() => Install(machine, "first", ComponentNames.Agent));
        machine.Restart(Survival.Everything);
        SetupEngine without = new(machine, NoPackage.Instance, NoObserver.Instance);
        IReadOnlyList<string> before = machine.Disk.Describe(@"C:\Program Files\PedOS Setup");

        SetupException e = Assert.Throws<SetupException>(() => without.Resume("first", CancellationToken.None));

        Assert.Equal(SetupError.InvalidArgument, e.Error);
        Assert.Equal(before, machine.Disk.Describe(@"C:\Program Files\PedOS Setup"));
        Assert.True(Assert.Single(without.Operations()).IsInterrupted);

        SetupEngine engine = new(machine, _package, NoObserver.Instance);
        Assert.Equal(OperationPhase.Done, engine.Resume("first", CancellationToken.None).Phase);
    }

    [Fact]
    public void Resume_WithoutThePackage_FinishesWhatOnlyRemoves()
    {
        using FakeWindows machine = new();
        Install(machine, "first", ComponentNames.Agent);
        Plan plan = new Planner(machine, new SetupFolder(machine).ReadReceipt(), "second").Uninstall([]);
        SetupEngine without = new(machine, NoPackage.Instance, NoObserver.Instance);
        machine.CutAt = machine.Calls + 20;
        Assert.Throws<PowerCutException>(() => without.Run(plan, CancellationToken.None));
        machine.Restart(Survival.Everything);

        Assert.Equal(OperationPhase.Done, without.Resume("second", CancellationToken.None).Phase);
        Assert.Null(without.Receipt);
    }

    [Fact]
    public void Status_OfAnOperationWhoseRestartHasCome_IsDone()
    {
        using FakeWindows machine = new();
        Install(machine, "first", ComponentNames.XenBase);
        OperationSummary waiting = Assert.Single(new MachineStatus(machine).ListOperations());
        Assert.Equal((OperationPhase.AwaitsRestart, true), (waiting.Phase, waiting.NeedsRestart));

        machine.Restart(Survival.Everything);

        OperationSummary done = Assert.Single(new MachineStatus(machine).ListOperations());
        Assert.Equal((OperationPhase.Done, false), (done.Phase, done.NeedsRestart));
        Assert.Equal("", new MachineStatus(machine).GetInstallation().PendingOperation);
    }

    [Fact]
    public void Log_HasAPage_AndEveryResource()
    {
        using FakeWindows machine = new();
        using TemporaryDirectory folder = new();
        string page = RunLogged(machine, folder, log =>
            new SetupEngine(machine, _package, log).Run(Plan(machine, "first", "Agent"), CancellationToken.None));

        Assert.Equal(Path.Join(folder.Path, "PedOS_Windows_Tools_19700101-000000-000.log"), page);
        string text = File.ReadAllText(page);
        string verbose = File.ReadAllText(page.Replace(".log", "_verbose.log", StringComparison.Ordinal));
        Assert.Contains("Install 1.0.0, operation first", text, StringComparison.Ordinal);
        Assert.Contains("Add service: 3", text, StringComparison.Ordinal);
        Assert.Contains(@"done: file:C:\Program Files\PedOS Tools\bin\setup.exe", verbose, StringComparison.Ordinal);
        Assert.Contains("before: absent", verbose, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_OfAnImage_IsBesideTheJournal_UnlessThatGoes()
    {
        using FakeWindows machine = new(MachineKind.Image);
        using TemporaryDirectory folder = new();
        string installed = RunLogged(machine, folder, log =>
            new SetupEngine(machine, _package, log).Run(Plan(machine, "first", "Agent"), CancellationToken.None));
        Assert.Equal(@"C:\Program Files\PedOS Setup\PedOS_Windows_Tools_19700101-000000-000.log", installed);
        Assert.NotNull(machine.Files.Find(installed));
        Assert.Empty(Directory.GetFiles(folder.Path));

        string removed = RunLogged(machine, folder, log => Uninstall(machine, "second", log));

        Assert.StartsWith(folder.Path, removed, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
        Assert.Contains("Nothing stays installed.", File.ReadAllText(removed), StringComparison.Ordinal);
        Assert.Null(machine.Files.Find(@"C:\Program Files\PedOS Setup"));
    }

    [Fact]
    public void Log_ThatCannotBeOpened_EndsNothing()
    {
        using FakeWindows machine = new();
        OperationLogPlace nowhere = new(machine, "/no such folder");
        using OperationLog log = new(nowhere, static () => DateTimeOffset.UnixEpoch, NoObserver.Instance);

        new SetupEngine(machine, _package, log).Run(Plan(machine, "first", "Agent"), CancellationToken.None);

        Assert.Equal("", log.Path);
    }

    [Fact]
    public void Log_LeavesWhatHasItsName()
    {
        // Others may write to the folder for temporary files, and guess the name.
        using FakeWindows machine = new();
        using TemporaryDirectory folder = new();
        string victim = folder.Join("victim");
        File.WriteAllText(victim, "mine");
        File.CreateSymbolicLink(folder.Join("PedOS_Windows_Tools_19700101-000000-000.log"), victim);

        string page = RunLogged(machine, folder, log =>
            new SetupEngine(machine, _package, log).Run(Plan(machine, "first", "Agent"), CancellationToken.None));

        Assert.Equal("", page);
        Assert.Equal("mine", File.ReadAllText(victim));
    }

    private static string RunLogged(FakeWindows machine, TemporaryDirectory folder, Action<OperationLog> run)
    {
        using OperationLog log = new(
            new OperationLogPlace(machine, folder.Path),
            static () => DateTimeOffset.UnixEpoch,
            NoObserver.Instance);
        run(log);
        return log.Path;
    }

    private static OperationResult Uninstall(FakeWindows machine, string id, IOperationObserver observer) =>
        new SetupEngine(machine, NoPackage.Instance, observer).Run(
            new Planner(machine, new SetupFolder(machine).ReadReceipt(), id).Uninstall([]), CancellationToken.None);

    private static IReadOnlyList<string> Describe(FakeWindows machine) =>
        machine.Disk.Describe(@"C:\Program Files\PedOS Setup");

    private OperationResult Install(FakeWindows machine, string id, string component) =>
        new SetupEngine(machine, _package, NoObserver.Instance).Run(
            Plan(machine, id, component), CancellationToken.None);

    private Plan Plan(FakeWindows machine, string id, string component) =>
        new Planner(machine, new SetupFolder(machine).ReadReceipt(), id)
            .Install(_package.List, _package, [component], new());
}

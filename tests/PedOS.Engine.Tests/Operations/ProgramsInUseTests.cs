using System.Text;
using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Resources;
using Xunit;

namespace PedOS.Engine.Tests.Operations;

/// <summary>
/// Windows lets nobody replace or delete a program that runs, under none of its names; Wine lets it be deleted and
/// Linux both, which is why only the Windows in memory shows it.
/// </summary>
public sealed class ProgramsInUseTests : IDisposable
{
    private const string Wrapper = @"C:\Program Files\PedOS Tools\bin\qrexec-wrapper.exe";
    private const string Setup = @"C:\Program Files\PedOS Tools\bin\setup.exe";
    private const string Books = @"C:\Program Files\PedOS Setup";
    private const string Aside = Books + @"\old";

    private readonly EngineBench _bench = new();
    private readonly SamplePackage _newer = new("2.0.0");

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Update_ReplacesAProgramThatRuns_AndSaysThatARestartFinishesIt()
    {
        _bench.Install("a-first", ComponentNames.Agent);
        _bench.Machine.RunProgram(Wrapper);
        Steps steps = new();

        OperationResult result = new SetupEngine(_bench.Machine, _newer, steps).Run(
            _bench.Planner("b-update").Install(_newer.List, _newer, [], new()), CancellationToken.None);

        Assert.Equal((OperationPhase.AwaitsRestart, true), (result.Phase, result.NeedsRestart));
        Assert.Equal([Wrapper], steps.InUse);
        Assert.Contains("2.0.0", Text(Wrapper), StringComparison.Ordinal);
        Assert.NotEmpty(_bench.Machine.Files.List(Aside));

        _bench.Machine.Restart(Survival.Everything);

        Assert.Null(_bench.Machine.Files.Find(Aside));
        Assert.Equal(
            OperationPhase.Done, _bench.Engine.Resume("b-update", CancellationToken.None).Phase);
    }

    [Fact]
    public void Update_NeedsNoRestart_WhereOnlyAScannerHeldAProgram()
    {
        _bench.Install("a-first", ComponentNames.Agent);
        _bench.Machine.ScanTime = TimeSpan.FromMilliseconds(400);

        OperationResult result = _bench.InstallFrom(_newer, "b-update");

        Assert.Equal((OperationPhase.Done, false), (result.Phase, result.NeedsRestart));
        Assert.Empty(_bench.Machine.Files.List(Aside));
        Assert.InRange(_bench.Machine.Now, TimeSpan.FromMilliseconds(400), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Repair_ReplacesADamagedProgramThatRuns()
    {
        _bench.Install("a-first", ComponentNames.Agent);
        string right = Text(Wrapper);
        _bench.Machine.Files.Delete(Wrapper);
        using (MemoryStream content = new("damaged"u8.ToArray()))
        {
            _bench.Machine.Files.Write(Wrapper, content, access: null, written: null);
        }

        _bench.Machine.RunProgram(Wrapper);

        Assert.True(_bench.Install("b-repair").NeedsRestart);
        Assert.Equal(right, Text(Wrapper));
    }

    [Fact]
    public void Undo_TakesBackWhatRunsMeanwhile()
    {
        _bench.Install("a-first", ComponentNames.Agent);
        _bench.Machine.RunProgram(Wrapper);
        IReadOnlyList<string> old = _bench.WithoutBooks();
        _bench.InstallFrom(_newer, "b-update");
        _bench.Machine.RunProgram(Wrapper);

        OperationResult result = new SetupEngine(_bench.Machine, _newer, NoObserver.Instance).Undo("b-update");

        Assert.Equal((OperationPhase.Undone, true), (result.Phase, result.NeedsRestart));
        Assert.Equal(old, _bench.WithoutBooks());
    }

    [Fact]
    public void NextOperation_RemovesWhatRunsNoMore()
    {
        _bench.Install("a-first", ComponentNames.Agent);
        _bench.Machine.RunProgram(Wrapper);
        _bench.InstallFrom(_newer, "b-update");
        _bench.Machine.Images.Clear();

        OperationResult result = _bench.InstallFrom(_newer, "c-gui", ComponentNames.Gui);

        Assert.Equal((OperationPhase.Done, false), (result.Phase, result.NeedsRestart));
        Assert.Empty(_bench.Machine.Files.List(Aside));
    }

    [Fact]
    public void Uninstall_ByTheProgramItself_NeedsNoRestart_AndLeavesNothingAfterOne()
    {
        IReadOnlyList<string> before = _bench.Everything();
        _bench.Install("a-first", ComponentNames.Agent);
        _bench.Machine.RunProgram(Setup);

        OperationResult result = _bench.Uninstall("b-gone");

        Assert.Equal((OperationPhase.Done, false), (result.Phase, result.NeedsRestart));
        Assert.Null(_bench.Machine.Files.Find(Setup));
        _bench.Machine.Commit();
        _bench.Machine.Restart(Survival.Nothing);
        Assert.Null(_bench.Machine.Files.Find(Books));
        Assert.Equal(before, _bench.Everything());
    }

    [Fact]
    public void Move_OfTheBooks_NeverLeavesTheNameWithoutAFile()
    {
        // Without a receipt nothing would be installed: two steps are for files that an operation puts back.
        _bench.Install("a-first", ComponentNames.Agent);
        _bench.Machine.RunProgram(Books + @"\receipt.json");
        Write(Books + @"\receipt.json.new");

        SetupException failure = Assert.Throws<SetupException>(() =>
            _bench.Machine.Files.Move(Books + @"\receipt.json.new", Books + @"\receipt.json"));

        Assert.Equal(SetupError.AccessDenied, failure.Error);
        Assert.NotNull(_bench.Engine.Receipt);
    }

    [Theory]
    [InlineData(1_500, true)]
    [InlineData(3_000, false)]
    public void Names_AreTriedForTwoSeconds_WhileAScannerHasTheFile(int milliseconds, bool isDone)
    {
        FakeWindows machine = _bench.Machine;
        Write(@"C:\Users\target");
        machine.ScanTime = TimeSpan.FromMilliseconds(milliseconds);
        Write(@"C:\Users\source");
        TimeSpan begin = machine.Now;

        Exception? failure = Record.Exception(() => machine.Files.Replace(@"C:\Users\source", @"C:\Users\target"));

        Assert.Equal(isDone, failure is null);
        Assert.InRange(machine.Now - begin, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4.1));
        Assert.NotNull(machine.Files.Find(@"C:\Users\target"));
        Assert.Equal(isDone, machine.Files.Find(@"C:\Users\source") is null);
    }

    [Fact]
    public void Wish_EndsTheWaiting_AndPuttingBackStillWaits()
    {
        _bench.Install("a-first", ComponentNames.Agent);
        IReadOnlyList<string> before = _bench.WithoutBooks();
        _bench.Machine.ScanTime = TimeSpan.FromMilliseconds(900);
        using CancellationTokenSource stop = new();
        int waits = 0;
        _bench.Machine.Waiting = () =>
        {
            waits++;
            stop.Cancel();
        };

        SetupException cancelled = Assert.Throws<SetupException>(() =>
            new SetupEngine(_bench.Machine, _newer, NoObserver.Instance).Run(
                _bench.Planner("b-update").Install(_newer.List, _newer, [], new()), stop.Token));

        Assert.Equal(SetupError.Cancelled, cancelled.Error);
        Assert.True(waits > 1, "putting back did not wait");
        Assert.Equal(before, _bench.WithoutBooks());
    }

    private void Write(string path)
    {
        using MemoryStream content = new(Encoding.UTF8.GetBytes(path));
        _bench.Machine.Files.Write(path, content, access: null, written: null);
    }

    private string Text(string path)
    {
        using StreamReader reader = new(_bench.Machine.Files.OpenRead(path));
        return reader.ReadToEnd();
    }

    private sealed class Steps : IOperationObserver
    {
        private readonly List<string> _inUse = [];

        public IReadOnlyList<string> InUse => _inUse;

        public void Begin(Plan plan)
        {
        }

        public void StepBegins(PlanStep step, int number, int count)
        {
        }

        public void StepDone(PlanStep step, ResourceState before, ResourceState after)
        {
            if (after[FileResource.InUseFact] is not null)
            {
                _inUse.Add(step.Resource.Name);
            }
        }

        public void Undoing(Plan plan, Exception? failure)
        {
        }

        public void End(OperationResult result)
        {
        }
    }
}

using PedOS.TestKit.Setup;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Resources;
using Xunit;

namespace PedOS.Engine.Tests.Resources;

/// <summary>The network goes back to what it was before the program goes that knows how that was.</summary>
public sealed class NetworkResourceTests : IDisposable
{
    private const string State = @"C:\Program Files\PedOS Tools\bin\state";

    private readonly FakeWindows _machine = new();
    private readonly IReadOnlyList<string> _before;

    public NetworkResourceTests()
    {
        _before = _machine.Disk.Describe("");
        SamplePackage package = new("1.0.0");
        Engine.Run(
            new Planner(_machine, receipt: null, "first").Install(
                package.List, package, [ComponentNames.Agent], new()),
            CancellationToken.None);
        Assert.True(_machine.Disk.HasDom0Network);
    }

    private SetupEngine Engine => new(_machine, new SamplePackage("1.0.0"), NoObserver.Instance);

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData]
    [InlineData("lock")]
    [InlineData("lock", "network-before.json.new", "network-before.json.damaged")]
    public void Uninstall_PutsTheNetworkBack_AndLeavesNothing(params string[] leftovers)
    {
        foreach (string name in leftovers)
        {
            Write(name);
        }

        Engine.Run(Plan(), CancellationToken.None);

        Assert.Equal(_before, _machine.Disk.Describe(""));
    }

    [Fact]
    public void Uninstall_Works_WhenNothingWasChanged()
    {
        _machine.Files.Delete(State + @"\network-before.json");
        _machine.Disk.HasDom0Network = false;

        Engine.Run(Plan(), CancellationToken.None);

        Assert.Equal(_before, _machine.Disk.Describe(""));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void RemovalOfTheComponent_CanBeUndone(bool wasChanged)
    {
        if (!wasChanged)
        {
            _machine.Files.Delete(State + @"\network-before.json");
        }

        Engine.Run(
            new Planner(_machine, new SetupFolder(_machine).ReadReceipt(), "second").Uninstall([ComponentNames.Agent]),
            CancellationToken.None);
        Assert.False(wasChanged && _machine.Disk.HasDom0Network);

        Assert.Equal(OperationPhase.Undone, Engine.Undo("second").Phase);
        Assert.NotNull(_machine.Files.Find(State));
        Assert.True(_machine.Disk.HasDom0Network);
    }

    [Fact]
    public void Uninstall_ForgetsAdaptersThatAreGone()
    {
        _machine.RestoreNetwork = static () => { };

        Engine.Run(Plan(), CancellationToken.None);

        _machine.Disk.HasDom0Network = false;
        Assert.Equal(_before, _machine.Disk.Describe(""));
    }

    [Fact]
    public void Uninstall_IsUndone_WhenTheNetworkCannotBePutBack()
    {
        IReadOnlyList<string> installed = _machine.Disk.Describe(@"C:\Program Files\PedOS Setup");
        _machine.RestoreNetwork = static () => throw new SetupException(
            SetupError.NetworkNotRestored, "the network cannot be put back", "Set it by hand.");

        SetupException e = Assert.Throws<SetupException>(() => Engine.Run(Plan(), CancellationToken.None));

        Assert.True(e.Error == SetupError.NetworkNotRestored, e.ToString());
        Assert.Equal(installed, _machine.Disk.Describe(@"C:\Program Files\PedOS Setup"));
        Assert.Contains("network-setup", _machine.RunningServices);
    }

    [Fact]
    public void Uninstall_KeepsWhatIsOfOthers()
    {
        Write("notes.txt");

        Engine.Run(Plan(), CancellationToken.None);

        Assert.False(_machine.Disk.HasDom0Network);
        Assert.Equal("notes.txt", Assert.Single(_machine.Files.List(State)).Name);
    }

    [Fact]
    public void Uninstall_GoesOn_WhenTheProgramIsGone()
    {
        _machine.Files.Delete(@"C:\Program Files\PedOS Tools\bin\network-setup.exe");

        Engine.Run(Plan(), CancellationToken.None);

        Assert.Null(_machine.Files.Find(State));
    }

    [Fact]
    public void Install_TakesAFolderThatSomebodyLeft_AsItsOwn()
    {
        Engine.Run(Plan(), CancellationToken.None);
        _machine.Files.CreateDirectory(@"C:\Program Files\PedOS Tools", access: null);
        _machine.Files.CreateDirectory(@"C:\Program Files\PedOS Tools\bin", access: null);
        _machine.Files.CreateDirectory(State, access: null);
        SamplePackage package = new("1.0.0");
        Engine.Run(
            new Planner(_machine, receipt: null, "third").Install(
                package.List, package, [ComponentNames.Agent], new()),
            CancellationToken.None);

        Engine.Run(Plan("fourth"), CancellationToken.None);

        Assert.False(_machine.Disk.HasDom0Network);
        Assert.Null(_machine.Files.Find(State));
    }

    [Fact]
    public void Plan_NamesIt()
    {
        PlanStep step = Assert.Single(Plan().Steps, static s => s.Resource is NetworkResource);
        Assert.Equal((State, StepChange.Remove), (step.Resource.Name, step.Change));
    }

    private Plan Plan(string id = "second") =>
        new Planner(_machine, new SetupFolder(_machine).ReadReceipt(), id).Uninstall([]);

    private void Write(string name)
    {
        using MemoryStream content = new("something"u8.ToArray());
        _machine.Files.Write($@"{State}\{name}", content, access: null, written: null);
    }
}

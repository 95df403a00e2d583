using PedOS.Engine.Tests.Operations;
using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Resources;
using Xunit;

namespace PedOS.Engine.Tests.Resources;

/// <summary>The network goes back to what it was before the program goes that knows how that was.</summary>
public sealed class NetworkResourceTests : IDisposable
{
    private const string State = @"C:\Program Files\PedOS Tools\bin\state";

    private readonly EngineBench _bench = new();
    private readonly IReadOnlyList<string> _before;

    public NetworkResourceTests()
    {
        _before = _bench.Everything();
        _bench.Install("first", ComponentNames.Agent);
        Assert.True(Machine.Disk.HasDom0Network);
    }

    private FakeWindows Machine => _bench.Machine;

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData]
    [InlineData("lock")]
    [InlineData("lock", "network-before.json.new", "network-before.json.damaged")]
    [InlineData("clock-told.txt", "clock-told.txt.new")]
    public void Uninstall_PutsTheNetworkBack_AndLeavesNothing(params string[] leftovers)
    {
        foreach (string name in leftovers)
        {
            Write(name);
        }

        _bench.Uninstall("second");

        Assert.Equal(_before, _bench.Everything());
    }

    [Fact]
    public void Uninstall_Works_WhenNothingWasChanged()
    {
        Machine.Files.Delete(State + @"\network-before.json");
        Machine.Disk.HasDom0Network = false;

        _bench.Uninstall("second");

        Assert.Equal(_before, _bench.Everything());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void RemovalOfTheComponent_CanBeUndone(bool wasChanged)
    {
        if (!wasChanged)
        {
            Machine.Files.Delete(State + @"\network-before.json");
        }

        _bench.Uninstall("second", ComponentNames.Agent);
        Assert.False(wasChanged && Machine.Disk.HasDom0Network);

        Assert.Equal(OperationPhase.Undone, _bench.Engine.Undo("second").Phase);
        Assert.NotNull(Machine.Files.Find(State));
        Assert.True(Machine.Disk.HasDom0Network);
    }

    [Fact]
    public void Uninstall_ForgetsAdaptersThatAreGone()
    {
        Machine.RestoreNetwork = static () => { };

        _bench.Uninstall("second");

        Machine.Disk.HasDom0Network = false;
        Assert.Equal(_before, _bench.Everything());
    }

    [Fact]
    public void Uninstall_IsUndone_WhenTheNetworkCannotBePutBack()
    {
        IReadOnlyList<string> installed = _bench.WithoutBooks();
        Machine.RestoreNetwork = static () => throw new SetupException(
            SetupError.NetworkNotRestored, "the network cannot be put back", "Set it by hand.");

        SetupException e = Assert.Throws<SetupException>(() => _bench.Uninstall("second"));

        Assert.True(e.Error == SetupError.NetworkNotRestored, e.ToString());
        Assert.Equal(installed, _bench.WithoutBooks());
        Assert.Contains("network-setup", Machine.RunningServices);
    }

    [Fact]
    public void Uninstall_KeepsWhatIsOfOthers()
    {
        Write("notes.txt");

        _bench.Uninstall("second");

        Assert.False(Machine.Disk.HasDom0Network);
        Assert.Equal("notes.txt", Assert.Single(Machine.Files.List(State)).Name);
    }

    [Fact]
    public void Uninstall_GoesOn_WhenTheProgramIsGone()
    {
        Machine.Files.Delete(@"C:\Program Files\PedOS Tools\bin\network-setup.exe");

        _bench.Uninstall("second");

        Assert.Null(Machine.Files.Find(State));
    }

    [Fact]
    public void Install_TakesAFolderThatSomebodyLeft_AsItsOwn()
    {
        _bench.Uninstall("second");
        Machine.Files.CreateDirectory(@"C:\Program Files\PedOS Tools", access: null);
        Machine.Files.CreateDirectory(@"C:\Program Files\PedOS Tools\bin", access: null);
        Machine.Files.CreateDirectory(State, access: null);
        _bench.Install("third", ComponentNames.Agent);

        _bench.Uninstall("fourth");

        Assert.False(Machine.Disk.HasDom0Network);
        Assert.Null(Machine.Files.Find(State));
    }

    [Fact]
    public void Plan_NamesIt()
    {
        PlanStep step = Assert.Single(_bench.Removal("second").Steps, static s => s.Resource is NetworkResource);
        Assert.Equal((State, StepChange.Remove), (step.Resource.Name, step.Change));
    }

    private void Write(string name)
    {
        using MemoryStream content = new("something"u8.ToArray());
        Machine.Files.Write($@"{State}\{name}", content, access: null, written: null);
    }
}

using System.Text;
using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Books;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using Xunit;

namespace PedOS.Engine.Tests.Plans;

/// <summary>A package of the installed version that lacks files of it.</summary>
public sealed class OtherContentTests : IDisposable
{
    private const string Definition = "qubes-rpc/qubes.VMShell";

    private readonly SamplePackage _package = new("1.0.0");
    private readonly FakeWindows _machine = new();
    private int _operations;

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("qubes-rpc/qubes.VMShell", ComponentNames.Agent)]
    [InlineData("bin/network-setup.exe", ComponentNames.Agent)]
    [InlineData("bin/qga.exe", ComponentNames.Gui)]
    [InlineData("drivers/xenbus/only-in-1.0.0.txt", ComponentNames.XenBase)]
    public void Install_RefusesTheSameVersion_WithoutAFileThatIsInstalled(string path, string component)
    {
        Install(_package.List, component);

        Refused(Without(path), path);
        Refused(Without(path), path, ComponentNames.XenNetwork);
    }

    [Fact]
    public void Install_RefusesTheSameVersion_WithoutAFileOfTheWindowsInstaller()
    {
        Put(_package.List);
        Install(_package.List, ComponentNames.Agent);
        PackageList without = Without(Definition);
        Put(without);

        Refused(without, Definition);
    }

    [Fact]
    public void Install_TellsTheFirstFile_AndHowManyMoreThereAre()
    {
        Install(_package.List, ComponentNames.Agent);

        SetupException e = Refused(
            Without(Definition, "bin/qrexec-agent.exe", "bin/network-setup.exe"), "bin/qrexec-agent.exe");

        Assert.Contains("is not in it and 2 more", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Repair_IsNoOtherContent_WhicheverComponentsAreNamed()
    {
        Install(_package.List, ComponentNames.Gui, ComponentNames.XenNetwork);

        Assert.Empty(Plan(_package.List).Changes);
        Assert.Empty(Plan(_package.List, ComponentNames.Shared).Changes);
        _machine.Files.Delete(@"C:\Program Files\PedOS Tools\qubes-rpc\qubes.VMShell");
        Assert.Single(Plan(_package.List).Changes);
    }

    [Fact]
    public void Install_TakesAPackageWithoutComponentsThatAreNotInstalled()
    {
        Install(_package.List, ComponentNames.Agent);

        Assert.Empty(Plan(Without("bin/qga.exe", "bin/QgaWatchdog.exe")).Changes);
    }

    [Fact]
    public void Install_TakesAPackageWithoutComponentsThatWereRemoved()
    {
        Install(_package.List, ComponentNames.Gui);
        Run(Planner().Uninstall([ComponentNames.Gui]));

        Assert.Empty(Plan(Without("bin/qga.exe", "bin/QgaWatchdog.exe")).Changes);
        Refused(Without(Definition), Definition);
    }

    [Fact]
    public void Install_OfAnImage_IsRepairedBeforeItsFirstStart()
    {
        // The plan for the first start is a file of the receipt, and the package's it is not.
        using FakeWindows image = _machine.As(MachineKind.Image);
        SetupEngine engine = new(image, _package, NoObserver.Instance);
        _ = engine.Run(
            new Planner(image, engine.Receipt, "first").Install(
                _package.List, _package, [ComponentNames.XenBase], new()),
            CancellationToken.None);
        Assert.NotNull(image.Files.Find(@"C:\Program Files\PedOS Tools\" + FirstStartPlan.FileName));

        Plan again = new Planner(image, engine.Receipt, "again").Install(_package.List, _package, [], new());

        Assert.Equal(PlanKind.Repair, again.Kind);
    }

    [Fact]
    public void Update_TellsWhatToDo_WhenThePackageHasNoDriversAndTheyAreInstalled()
    {
        Install(_package.List, ComponentNames.XenBase);
        SamplePackage newer = new("1.1.0");
        PackageList without = newer.List with
        {
            Files = [.. newer.List.Files.Where(static f => f.Component != ComponentNames.XenBase)],
            Drivers = [],
            Certificates = [],
        };

        SetupException e = Assert.Throws<SetupException>(() => Planner().Install(without, newer, [], new()));

        Assert.Equal(SetupError.ImpossibleSelection, e.Error);
        Assert.Contains("XenBase (Xen base drivers), which is installed", e.Message, StringComparison.Ordinal);
        Assert.Contains("uninstall this component first", e.Remedy, StringComparison.Ordinal);
        Run(Planner().Uninstall([ComponentNames.XenBase]));
        Assert.Equal(PlanKind.Update, Planner().Install(without, newer, [], new()).Kind);
    }

    [Fact]
    public void Update_TakesAPackageWithFewerFiles()
    {
        Install(_package.List, ComponentNames.Agent);
        SamplePackage newer = new("1.1.0");
        PackageList fewer = newer.List with { Files = [.. newer.List.Files.Where(static f => f.Path != Definition)] };

        Assert.Equal(PlanKind.Update, Planner().Install(fewer, newer, [], new()).Kind);
    }

    private PackageList Without(params string[] paths) =>
        _package.List with { Files = [.. _package.List.Files.Where(f => !paths.Contains(f.Path))] };

    private SetupException Refused(PackageList list, string path, params string[] components)
    {
        SetupException e = Assert.Throws<SetupException>(() => Plan(list, components));
        Assert.Equal(SetupError.OtherContent, e.Error);
        Assert.Contains(path.Replace('/', '\\') + " is not in it", e.Message, StringComparison.Ordinal);
        return e;
    }

    private Planner Planner() => new(_machine, new SetupFolder(_machine).ReadReceipt(), $"plan-{_operations++}");

    private Plan Plan(PackageList list, params string[] components) =>
        Planner().Install(list, _package, components, new());

    private void Install(PackageList list, params string[] components) => Run(Plan(list, components));

    private void Run(Plan plan) =>
        _ = new SetupEngine(_machine, _package, NoObserver.Instance).Run(plan, CancellationToken.None);

    // What the Windows Installer does.
    private void Put(PackageList list)
    {
        const string Folder = @"C:\Program Files\PedOS Tools";
        foreach (PackageEntry file in list.Files)
        {
            string path = Folder + "\\" + file.Path.Replace('/', '\\');
            string[] parts = path.Split('\\');
            for (int i = 3; i < parts.Length; i++)
            {
                _machine.Files.CreateDirectory(string.Join('\\', parts.Take(i)), access: null);
            }

            using Stream content = _package.Open(file.Path);
            Write(path, content);
        }

        using MemoryStream text = new(Encoding.UTF8.GetBytes(list.ToJson().ToString()));
        Write(Folder + "\\" + PackageList.FileName, text);
    }

    private void Write(string path, Stream content)
    {
        _machine.Files.Delete(path);
        _machine.Files.Write(path, content, access: null, written: null);
    }
}

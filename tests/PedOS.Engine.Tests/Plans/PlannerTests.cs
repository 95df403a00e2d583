using System.Security.Cryptography;
using System.Text;
using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Books;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Text;
using Xunit;

namespace PedOS.Engine.Tests.Plans;

public sealed class PlannerTests
{
    private static readonly ProductOptions Options = new(LogonAccount: "Jürgen");
    private readonly SamplePackage _package = new("1.0.0");

    [Fact]
    public void Install_GivesTheGoldenPlan()
    {
        using FakeWindows machine = new();

        string text = PlanText.Write(Plan(machine, ComponentNames.Agent));

        Assert.Equal(File.ReadAllText(Path.Join(AppContext.BaseDirectory, "Plans", "install-agent.txt")), text);
    }

    [Fact]
    public void FromJson_GivesTheSamePlan()
    {
        using FakeWindows machine = new(MachineKind.Image);
        Plan plan = Plan(machine, [.. ComponentCatalog.All.Select(static c => c.Name)]);

        string json = plan.ToJson().ToString();
        Assert.Equal(json, Tools.Engine.Plans.Plan.FromJson(JsonText.Read(json)).ToJson().ToString());
        Assert.NotEmpty(plan.Deferred);
    }

    [Fact]
    public void Install_PlansNothing_WhenAllIsThere()
    {
        using FakeWindows machine = new();
        Run(machine, Plan(machine, ComponentNames.Agent));

        Assert.Empty(Plan(machine, ComponentNames.Agent).Changes);
    }

    [Fact]
    public void Install_BringsWhatAComponentNeeds()
    {
        using FakeWindows machine = new();

        Assert.Equal(
            [ComponentNames.Shared, ComponentNames.XenBase, ComponentNames.XenNetwork],
            Plan(machine, ComponentNames.XenNetwork).Components);
    }

    [Theory]
    [InlineData("agent", null)]
    [InlineData("Nonsense", SetupError.UnknownComponent)]
    public void Install_JudgesTheSelection(string component, SetupError? error)
    {
        using FakeWindows machine = new();

        Assert.Equal(error, Error(() => Plan(machine, component)));
        Assert.Equal(0, machine.Calls);
    }

    [Theory]
    [InlineData(MachineKind.Live)]
    [InlineData(MachineKind.Image)]
    public void Install_SaysWhichFolderIsOnAnotherVolume(MachineKind kind)
    {
        using FakeWindows machine = new(kind);
        machine.Facts = machine.Facts with { ProgramData = @"D:\ProgramData" };
        SamplePackage package = new("1.0.0");

        SetupException failure = Assert.Throws<SetupException>(() =>
            new Planner(machine, null, "plan").Install(package.List, package, [ComponentNames.Agent], new()));

        Assert.Equal(SetupError.UnsupportedWindows, failure.Error);
        Assert.Contains(
            @"ProgramData on another volume than Windows: D:\ProgramData", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, machine.Calls);
    }

    [Fact]
    public void Install_AsksForTheAccountOfAutomaticLogon()
    {
        using FakeWindows machine = new();

        Assert.Equal(
            SetupError.ImpossibleSelection,
            Error(() => Planner(machine, "first").Install(
                _package.List, _package, [ComponentNames.AutomaticLogon], new())));
    }

    [Fact]
    public void Install_RefusesAPackageWithoutTheComponent()
    {
        using FakeWindows machine = new();
        PackageList without = _package.List with
        {
            Files = [.. _package.List.Files.Where(static f => f.Component != ComponentNames.Gui)],
        };

        Assert.Equal(
            SetupError.ImpossibleSelection,
            Error(() => Planner(machine, "first").Install(without, _package, [ComponentNames.Gui], Options)));
    }

    [Theory]
    [InlineData("bin/qrexec-agent.exe", "another build")]
    [InlineData("bin/one-more.dll", "a file that was not there")]
    public void Install_RefusesTheSameVersion_WithOtherFiles(string path, string content)
    {
        using FakeWindows machine = new();
        Run(machine, Plan(machine, ComponentNames.Agent));
        PackageEntry other = new(
            path, ComponentNames.Agent, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content))), 9);
        PackageList list = _package.List with
        {
            Files = [.. _package.List.Files.Where(f => f.Path != path), other],
        };

        SetupException e = Assert.Throws<SetupException>(
            () => Planner(machine, "again").Install(list, _package, [], Options));

        Assert.Equal(SetupError.OtherContent, e.Error);
        Assert.Contains(path.Replace('/', '\\'), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Install_TakesOtherFiles_OfAComponentThatIsNotThere()
    {
        using FakeWindows machine = new();
        Run(machine, Plan(machine, ComponentNames.Agent));
        PackageEntry other = new("bin/one-more.dll", ComponentNames.Gui, new string('0', 64), 9);
        PackageList list = _package.List with { Files = [.. _package.List.Files, other] };

        Assert.NotEmpty(Planner(machine, "again").Install(list, _package, [ComponentNames.Gui], Options).Changes);
    }

    [Fact]
    public void Install_RefusesADowngrade()
    {
        using FakeWindows machine = new();
        Run(machine, Plan(machine, ComponentNames.Agent));
        SamplePackage older = new("0.9.0");

        Assert.Equal(
            SetupError.Downgrade,
            Error(() => Planner(machine, "older").Install(older.List, older, [], Options)));
    }

    [Fact]
    public void Uninstall_TakesWhatNeedsTheComponentToo()
    {
        using FakeWindows machine = new();
        Run(machine, Plan(machine, ComponentNames.Gui, ComponentNames.XenNetwork));

        Assert.Equal(
            [ComponentNames.Shared, ComponentNames.XenBase, ComponentNames.XenNetwork],
            Planner(machine, "second").Uninstall([ComponentNames.Agent]).Components);
        Assert.Equal(
            SetupError.ImpossibleSelection,
            Error(() => Planner(machine, "second").Uninstall([ComponentNames.Shared])));
    }

    [Fact]
    public void Uninstall_SaysSo_WhenNothingIsInstalled()
    {
        using FakeWindows machine = new();

        Assert.Equal(SetupError.NotInstalled, Error(() => Planner(machine, "first").Uninstall([])));
    }

    [Fact]
    public void Uninstall_OfAnImage_RefusesWhatTheRunningSystemInstalled()
    {
        using FakeWindows live = new();
        Run(live, Plan(live, ComponentNames.XenBase));
        using FakeWindows image = live.As(MachineKind.Image);

        Assert.Equal(SetupError.NeedsRunningSystem, Error(() => Planner(image, "second").Uninstall([])));
    }

    [Fact]
    public void Update_StopsTheServicesWhoseFilesChange_AndStartsThemAgain()
    {
        using FakeWindows machine = new();
        Run(machine, Plan(machine, ComponentNames.Agent));
        SamplePackage newer = new("1.1.0");

        Plan plan = Planner(machine, "second").Install(newer.List, newer, [], Options);

        Assert.Equal(PlanKind.Update, plan.Kind);
        string[] steps = [.. plan.Changes.Select(static s => s.Resource.Kind)];
        Assert.Equal("service-pause", steps[0]);
        Assert.Equal("service-run", steps[^1]);
        Assert.Equal(3, steps.Count(static s => s == "service-run"));
    }

    [Fact]
    public void Install_TakesACertificateOnce_WhenSeveralDriversBringIt()
    {
        using FakeWindows machine = new();
        using Stream certificate = _package.Open("drivers/test.cer");
        using MemoryStream bytes = new();
        certificate.CopyTo(bytes);
        _package.AddCertificate("drivers/xenvif/test.cer", bytes.ToArray());
        Run(machine, Plan(machine, ComponentNames.XenNetwork));

        Assert.Empty(Plan(machine, ComponentNames.XenNetwork).Changes);
        Run(machine, Planner(machine, "last").Uninstall([]));
    }

    private static SetupError? Error(Func<Plan> make)
    {
        try
        {
            _ = make();
            return null;
        }
        catch (SetupException e)
        {
            Assert.NotEmpty(e.Remedy);
            return e.Error;
        }
    }

    private static Planner Planner(FakeWindows machine, string id) =>
        new(machine, new SetupFolder(machine).ReadReceipt(), id);

    private Plan Plan(FakeWindows machine, params string[] components) =>
        Planner(machine, $"plan-{machine.Calls}").Install(_package.List, _package, components, Options);

    private void Run(FakeWindows machine, Plan plan) =>
        _ = new SetupEngine(machine, _package, NoObserver.Instance).Run(plan, CancellationToken.None);
}

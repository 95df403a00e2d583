using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Books;
using PedOS.Tools.Engine.Health;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Resources;
using PedOS.Tools.Engine.Status;
using PedOS.Tools.Engine.Text;
using Xunit;

namespace PedOS.Engine.Tests.Adoption;

public sealed class AdoptedInstallationTests : IDisposable
{
    private static readonly ProductOptions Adopting = new(AdoptsDrivers: true);

    private readonly FakeWindows _machine = new();
    private readonly SamplePackage _package = new("1.0.0");
    private int _operations;

    public AdoptedInstallationTests() => ForeignDrivers.Add(_machine);

    private SetupEngine Engine => new(_machine, _package, NoObserver.Instance);

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Install_RefusesWithoutBeingAsked_AndSaysHowToAsk()
    {
        SetupException e = Refused(Plan([ComponentNames.Agent], new()));

        Assert.Equal(SetupError.ForeignTools, e.Error);
        Assert.Contains("driver xenbus version 9.1.0.5 of Xen Project", e.Message, StringComparison.Ordinal);
        Assert.Contains("setup install --adopt-drivers", e.Remedy, StringComparison.Ordinal);
        Assert.Contains("Install-PedOSTools -AdoptDriver", e.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Install_SaysWhyItCannotBeAsked()
    {
        ForeignDrivers.WriteInfOf(_machine, "xeniface", "DriverVer=1/2/2024,9.1.0.5\n");

        SetupException e = Refused(Plan([ComponentNames.Agent], new()));

        Assert.Contains("They cannot be kept", e.Remedy, StringComparison.Ordinal);
        Assert.Contains("XSA-468", e.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("--adopt-drivers", e.Remedy, StringComparison.Ordinal);
        Assert.Equal(
            SetupError.VulnerableDriver,
            Assert.Throws<SetupException>(() => Plan([ComponentNames.Agent], Adopting)).Error);
    }

    [Theory]
    [InlineData("XenSvc", "XenServer VM Tools")]
    [InlineData("QrexecAgent", "Qubes Windows Tools")]
    [InlineData("XP-xenguestagent-rs", "XCP-ng Windows Guest Tools")]
    public void Install_AdoptsNothing_BesideToolsOfOthers(string service, string product)
    {
        _machine.Services.Set(new(service, "Foreign", "", "x", ServiceStart.Automatic, "", 0));

        SetupException e = Refused(Plan([ComponentNames.Agent], Adopting));

        Assert.Equal(SetupError.ForeignTools, e.Error);
        Assert.Contains($"FAKE has {product} (service {service}) installed", e.Message, StringComparison.Ordinal);
        Assert.StartsWith($"Uninstall {product} first", e.Remedy, StringComparison.Ordinal);
        Assert.Contains("only where no other tools use them", e.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Install_NotesThem_AndUninstallLeavesThem()
    {
        IReadOnlyList<string> before = _machine.Disk.Describe("");
        Plan plan = Plan([ComponentNames.Agent], Adopting);

        Assert.Contains(
            "uses what others have installed: driver xenbus version 9.1.0.5\n",
            PlanText.Write(plan),
            StringComparison.Ordinal);
        Assert.DoesNotContain(plan.Changes, static s => s.Resource is AdoptedDriverResource or DriverResource);
        Run(plan);

        Receipt receipt = Engine.Receipt!;
        Assert.Equal(
            ["xenbus 9.1.0.5", "xeniface 9.1.0.5", "xenvif 9.1.0.5", "xenvbd 9.1.0.5", "xennet 9.1.0.5"],
            receipt.AdoptedDrivers.Select(static d => $"{d.Name} {d.Version}"));
        Assert.DoesNotContain(ComponentNames.XenBase, receipt.Components);
        Assert.Equal("Xen Project", receipt.AdoptedDrivers.First().Provider);
        Assert.Equal(
            receipt.ToJson().ToString(),
            Receipt.FromJson(JsonText.Read(receipt.ToJson().ToString())).ToJson().ToString());

        Plan uninstall = new Planner(_machine, receipt, "z").Uninstall([]);
        Assert.DoesNotContain(uninstall.Steps, static s => s.Resource is AdoptedDriverResource);
        Run(uninstall);
        Assert.Equal(before, _machine.Disk.Describe(""));
    }

    [Fact]
    public void Undo_LeavesThem()
    {
        IReadOnlyList<string> before = _machine.Disk.Describe(@"C:\Program Files\PedOS Setup");
        Plan plan = Plan([ComponentNames.Agent], Adopting);
        Run(plan);

        Engine.Undo(plan.Id);

        Assert.Equal(before, _machine.Disk.Describe(@"C:\Program Files\PedOS Setup"));
        Assert.Null(Engine.Receipt);
    }

    [Fact]
    public void Uninstall_LeavesThem_AlsoWhenTheyHaveChangedSince()
    {
        Run(Plan([ComponentNames.Agent], Adopting));
        Set("xenvif", "DriverVersion", "9.2.0.1");
        ForeignDrivers.Remove(_machine, "xenvbd");
        string[] drivers = [.. Drivers()];

        Run(new Planner(_machine, Engine.Receipt, "z").Uninstall([]));

        Assert.Equal(drivers, Drivers());
        Assert.Null(_machine.Files.Find(@"C:\Program Files\PedOS Tools"));
        Assert.Null(_machine.Files.Find(@"C:\Program Files\PedOS Setup"));
    }

    [Theory]
    [InlineData(ComponentNames.XenBase)]
    [InlineData(ComponentNames.XenDisk)]
    [InlineData(ComponentNames.XenNetwork)]
    public void Install_RefusesDriversOfThePackage_BesideThem(string component)
    {
        SetupException e = Assert.Throws<SetupException>(() => Plan([component], Adopting));

        Assert.Equal(SetupError.ImpossibleSelection, e.Error);
        Run(Plan([ComponentNames.Agent], Adopting));
        Assert.Equal(
            SetupError.ImpossibleSelection, Assert.Throws<SetupException>(() => Plan([component], new())).Error);
    }

    [Fact]
    public void Install_LeavesDriversOut_OfWhatIsUsual()
    {
        FolderPackage package = Folder(out string folder);
        try
        {
            Plan plan = new SetupPlans(new(_machine, null, "a"), null, package).Install([], Adopting);
            Assert.Equal(
                [ComponentNames.Shared, ComponentNames.Agent, ComponentNames.Gui], plan.Components);
            Run(plan);

            // Later as well, and what is repaired uses them on.
            Assert.Equal(
                plan.Components, new SetupPlans(new(_machine, Engine.Receipt, "b"), Engine.Receipt, package)
                    .Install([], new()).Components);
            Plan repair = new SetupPlans(new(_machine, Engine.Receipt, "c"), Engine.Receipt, package).Repair();
            Assert.Empty(new Preflight(_machine, _package).Check(repair));
            Run(repair);
            Assert.Equal(5, Engine.Receipt!.AdoptedDrivers.Count());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Install_HasToBeAskedAgain_WhenTheyHaveChanged()
    {
        Run(Plan([ComponentNames.Agent], Adopting));
        ForeignDrivers.Remove(_machine, "xenvif");
        ForeignDrivers.Add(_machine, "xenvif", "9.2.0.1");

        SetupException e = Refused(Plan([ComponentNames.Gui], new()));
        Assert.Equal(SetupError.ForeignTools, e.Error);
        Assert.Contains("not those any more", e.Message, StringComparison.Ordinal);
        Assert.Contains("driver xenvif version 9.2.0.1", e.Message, StringComparison.Ordinal);

        Plan again = Plan([ComponentNames.Gui], Adopting);
        Assert.Empty(new Preflight(_machine, _package).Check(again));
        Run(again);
        Assert.Contains(Engine.Receipt!.AdoptedDrivers, static d => d is { Name: "xenvif", Version: "9.2.0.1" });
        Assert.Equal(5, Engine.Receipt!.AdoptedDrivers.Count());
    }

    [Fact]
    public void Install_HasToBeAskedAgain_WhenOneIsGoneOrNew()
    {
        ForeignDrivers.Remove(_machine, "xenvbd");
        Run(Plan([ComponentNames.Agent], Adopting));
        ForeignDrivers.Add(_machine, "xenvbd", "9.1.0.5");
        Assert.Contains("not those any more", Refused(Plan([], new())).Message, StringComparison.Ordinal);

        Run(Plan([], Adopting));
        Assert.Equal(5, Engine.Receipt!.AdoptedDrivers.Count());
        ForeignDrivers.Remove(_machine, "xennet");
        Assert.Contains("not those any more", Refused(Plan([], new())).Message, StringComparison.Ordinal);

        Run(Plan([], Adopting));
        Assert.Equal(4, Engine.Receipt!.AdoptedDrivers.Count());
    }

    [Fact]
    public void Install_IsRefused_WhenTheyHaveGotAHoleSince()
    {
        Run(Plan([ComponentNames.Agent], Adopting));
        ForeignDrivers.WriteInfOf(_machine, "xeniface", "DriverVer=1/2/2024,9.1.0.5\n");

        Assert.Equal(SetupError.VulnerableDriver, Refused(Plan([ComponentNames.Gui], new())).Error);
    }

    [Fact]
    public void Install_ForgetsThem_WhenTheyWereUninstalled()
    {
        Run(Plan([ComponentNames.Agent], Adopting));
        foreach (string name in (string[])["xennet", "xenvbd", "xenvif", "xeniface", "xenbus", "xenagent"])
        {
            if (name == "xenagent")
            {
                _machine.Services.Delete(name);
            }
            else
            {
                ForeignDrivers.Remove(_machine, name);
            }
        }

        Plan plan = Plan([ComponentNames.XenBase], new());
        Assert.Empty(new Preflight(_machine, _package).Check(plan));
        Run(plan);

        Assert.Empty(Engine.Receipt!.AdoptedDrivers);
        Assert.Contains(ComponentNames.XenBase, Engine.Receipt!.Components);
    }

    [Fact]
    public void Install_AdoptsNothing_WhereTheDriversAreItsOwn()
    {
        using FakeWindows machine = new();
        new SetupEngine(machine, _package, NoObserver.Instance).Run(
            new Planner(machine, null, "first").Install(_package.List, _package, [ComponentNames.XenBase], new()),
            CancellationToken.None);
        machine.Restart(Survival.Everything);
        ForeignDrivers.Add(machine);
        Receipt receipt = new SetupFolder(machine).ReadReceipt()!;

        Assert.Empty(ForeignTools.Find(machine));
        SetupException e = Assert.Throws<SetupException>(() => new Planner(machine, receipt, "second")
            .Install(_package.List, _package, [], Adopting));
        Assert.Equal(SetupError.ImpossibleSelection, e.Error);
        Assert.Contains("are those of these tools", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Install_AdoptsInAnImage_Too()
    {
        using FakeWindows image = new(MachineKind.Image);
        ForeignDrivers.Add(image);
        Plan plan = new Planner(image, null, "first")
            .Install(_package.List, _package, [ComponentNames.Agent], Adopting);

        Assert.Empty(new Preflight(image, _package).Check(plan));
        new SetupEngine(image, _package, NoObserver.Instance).Run(plan, CancellationToken.None);

        using FakeWindows started = image.As(MachineKind.Live);
        new SetupEngine(started, NoPackage.Instance, NoObserver.Instance).Run(
            new Planner(started, new SetupFolder(started).ReadReceipt(), "second")
                .FirstStart(new FirstStartPlan(started).Read()),
            CancellationToken.None);
        Assert.Equal(5, new SetupFolder(started).ReadReceipt()!.AdoptedDrivers.Count());
    }

    [Fact]
    public void Status_ShowsThem()
    {
        Run(Plan([ComponentNames.Agent], Adopting));
        Set("xennet", "DriverVersion", "9.2.0.1");

        MachineStatus status = new(_machine);

        Assert.Equal("xenbus 9.1.0.5", status.GetInstallation().AdoptedDrivers[0]);
        IReadOnlyList<DriverStatus> drivers = status.ListDrivers(_package.List);
        Assert.Contains(new DriverStatus("xenbus.inf", "XenBase", "9.1.0.5", DriverState.Adopted), drivers);
        Assert.Contains(new DriverStatus("xenvbd.inf", "XenDisk", "9.1.0.5", DriverState.Adopted), drivers);
        Assert.Contains(new DriverStatus("xennet.inf", "XenNetwork", "9.1.0.5", DriverState.Changed), drivers);
        Assert.DoesNotContain(drivers, static d => d.State == DriverState.Available);
    }

    [Fact]
    public void Health_LooksAfterThem()
    {
        Run(Plan([ComponentNames.Agent], Adopting));
        _machine.Restart(Survival.Everything);
        HealthReport report = new(_machine, HealthAdvice.Program);
        Assert.All(report.Run(), static c => Assert.Equal(HealthState.Pass, c.State));
        Assert.Contains(report.Run(), static c => c.Name == "AdoptedDrivers");

        Set("xennet", "DriverVersion", "9.2.0.1");
        HealthCheck changed = Assert.Single(report.Run(), static c => c.State != HealthState.Pass);
        Assert.Equal(("AdoptedDrivers", HealthState.Degraded), (changed.Name, changed.State));
        Assert.StartsWith("xennet version 9.1.0.5 was adopted", changed.Detail, StringComparison.Ordinal);
        Assert.EndsWith("setup install --adopt-drivers.", changed.Remedy, StringComparison.Ordinal);

        ForeignDrivers.WriteInfOf(_machine, "xeniface", "DriverVer=1/2/2024,9.1.0.5\n");
        HealthCheck open = Assert.Single(report.Run(), static c => c.State != HealthState.Pass);
        Assert.Equal(("AdoptedDrivers", HealthState.Fail), (open.Name, open.State));
        Assert.Contains("XSA-468", open.Detail, StringComparison.Ordinal);

        _machine.Services.Set(new("XenSvc", "Foreign", "", "x", ServiceStart.Automatic, "", 0));
        Assert.Contains(report.Run(), static c => c is { Name: "OtherGuestTools", State: HealthState.Degraded });
    }

    private FolderPackage Folder(out string folder)
    {
        folder = Directory.CreateTempSubdirectory("pedos-package-").FullName;
        _package.WriteTo(folder);
        return FolderPackage.Load(folder, PackageTrust.Everybody(DateTimeOffset.UnixEpoch));
    }

    private Plan Plan(string[] components, ProductOptions options) =>
        new Planner(_machine, Engine.Receipt, $"operation-{++_operations}")
            .Install(_package.List, _package, components, options);

    private void Run(Plan plan)
    {
        Engine.Run(plan, CancellationToken.None);
        _machine.Commit();
    }

    private SetupException Refused(Plan plan) =>
        Assert.Single(new Preflight(_machine, _package).Check(plan));

    private IEnumerable<string> Drivers() => _machine.Disk.Describe("").Where(static l =>
        l.Contains(@"\Class\", StringComparison.Ordinal) || l.Contains(@"\drivers\xen", StringComparison.Ordinal)
        || l.Contains(@"\INF", StringComparison.Ordinal));

    private void Set(string driver, string value, string text)
    {
        _machine.Registry.Set(ForeignDrivers.EntryOf(_machine, driver), value, RegistryValue.Text(text));
        _machine.Commit();
    }
}

using PedOS.TestKit.Hives;
using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Books;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Plans;
using Xunit;

namespace PedOS.Engine.Tests.Plans;

public sealed class PreflightTests
{
    private readonly SamplePackage _package = new("1.0.0");

    [Fact]
    public void Check_HasNoReason_OnAGoodMachine()
    {
        using FakeWindows machine = new();

        Assert.Empty(Check(machine, ComponentNames.Agent));
    }

    [Theory]
    [InlineData(true, ComponentNames.XenBase, true)]
    [InlineData(false, ComponentNames.XenBase, false)]
    [InlineData(true, ComponentNames.Agent, false)]
    public void Warn_TellsOfBitLocker_BeforeTestSigningChanges(bool isOn, string component, bool isTold)
    {
        using FakeWindows machine = new() { IsBitLockerOn = isOn };

        IReadOnlyList<string> warnings = Preflight(machine).Warn(Plan(machine, component));

        Assert.Equal(isTold, warnings.Any(static w =>
            w.Contains("BitLocker protects C:", StringComparison.Ordinal)
            && w.Contains("-disable C: -rebootcount 1", StringComparison.Ordinal)));
    }

    [Fact]
    public void Check_NamesEveryReason()
    {
        using FakeWindows machine = new() { PendingServicing = "servicing", IsSecureBoot = true };
        machine.Facts = machine.Facts with { Build = 14393, Is64Bit = false };
        machine.Services.Set(new("QrexecAgent", "Qubes RPC agent", "", "x", ServiceStart.Automatic, "", 0));

        Assert.Equal(
            [
                SetupError.UnsupportedWindows,
                SetupError.UnsupportedWindows,
                SetupError.PendingRestart,
                SetupError.ForeignTools,
                SetupError.SecureBoot,
            ],
            Check(machine, ComponentNames.XenBase).Select(static r => r.Error));
        Assert.Equal(
            SetupError.UnsupportedWindows,
            Assert.Throws<SetupException>(() => Preflight(machine).Require(Plan(machine, "XenBase"))).Error);
    }

    [Theory]
    [InlineData(@"C:\Program Files (x86)\Microsoft\Edge\Temp\scoped_dir1\old.exe", "", false)]
    [InlineData(@"C:\Windows\System32\spool\drivers\x64\3\new.dll", @"C:\Windows\System32\x.dll", false)]
    [InlineData(@"C:\Config.Msi\5e21.rbf", "", false)]
    [InlineData(@"C:\Config.Msi\5e21.rbf", @"C:\Program Files\PedOS Tools\bin\setup.exe", false)]
    [InlineData(@"C:\Program Files\PedOS Setup\old\replaced-1", "", false)]
    [InlineData(@"C:\Program Files\PedOS Setup", "", false)]
    [InlineData(@"C:\Program Files\PedOS Tools Next\x.exe", "", false)]
    [InlineData(@"C:\temp\x", @"C:\PROGRAM FILES\pedos tools\bin\qga.exe", true)]
    [InlineData(@"C:\Program Files\PedOS Tools\bin\qga.exe", "", true)]
    [InlineData(@"C:\ProgramData\PedOS", "", true)]
    [InlineData(@"C:\Windows\System32\drivers\xenvbd.new", @"C:\Windows\System32\drivers\xenvbd.sys", true)]
    [InlineData(@"C:\Windows\System32\DriverStore\Temp\{1}", "", true)]
    public void Check_CountsPendingRenames_OfOurFoldersAndOfDrivers(string source, string target, bool counts)
    {
        using FakeWindows machine = new() { PendingRenames = [new(source, target)] };

        Assert.Equal(
            counts ? [SetupError.PendingRestart] : [],
            Check(machine, ComponentNames.Agent).Select(static r => r.Error));
    }

    [Fact]
    public void Warn_TellsOfTheFilesOfOthers_AndOfNothingElse()
    {
        using FakeWindows machine = new() { PendingRenames = [new(@"C:\Edge\old.exe", "")] };
        Assert.Contains("(1)", Assert.Single(Warn(machine)), StringComparison.Ordinal);

        machine.PendingRenames = [new(@"C:\Program Files\PedOS Setup\old\x", "")];
        Assert.Empty(Warn(machine));
    }

    [Theory]
    [InlineData(ComponentNames.Agent, false)]
    [InlineData(ComponentNames.XenBase, true)]
    public void Check_AsksWhetherServicingWaits_ForDriversOnly(string component, bool isAsked)
    {
        using FakeWindows machine = new() { PendingServicing = "servicing" };

        Assert.Equal(
            isAsked ? [SetupError.PendingRestart] : [], Check(machine, component).Select(static r => r.Error));
    }

    [Fact]
    public void PendingRenames_AreReadAsWindowsStoresThem()
    {
        const string Stored =
            "\\??\\C:\\a\0\0\\??\\C:\\b\0!\\??\\C:\\c\0*1\\??\\C:\\d\0\0\\SystemRoot\\e\0\0\0";
        RegistryValue value = new(RegistryValueType.Texts, System.Text.Encoding.Unicode.GetBytes(Stored));

        Assert.Equal(
            [new(@"C:\a", ""), new(@"C:\b", @"C:\c"), new(@"C:\d", ""), new(@"\SystemRoot\e", "")],
            PendingRename.Read(value));
        Assert.Empty(PendingRename.Read(null));
        Assert.Empty(PendingRename.Read(new(RegistryValueType.Texts, [1])));
    }

    [Theory]
    [InlineData("QdbDaemon", "Qubes Windows Tools")]
    [InlineData("QgaWatchdog", "Qubes Windows Tools")]
    [InlineData("XenSvc", "XenServer VM Tools")]
    [InlineData("xenplusXP", "XCP-ng Windows Guest Tools")]
    [InlineData("xenagent", "Xen drivers")]
    [InlineData("xenbus_monitor", "Xen drivers")]
    public void Check_RefusesGuestToolsOfOthers_AndNamesThem(string service, string product)
    {
        using FakeWindows machine = new();
        machine.Services.Set(new(service, "Foreign", "", "x", ServiceStart.Automatic, "", 0));

        SetupException e = Assert.Single(Check(machine, ComponentNames.Agent));

        Assert.Equal(SetupError.ForeignTools, e.Error);
        Assert.Contains($"{product} (service {service})", e.Message, StringComparison.Ordinal);
        Assert.StartsWith($"Uninstall {product} first", e.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_RefusesHalfOfTheOriginal()
    {
        // What an installation that failed, or an uninstallation that did, leaves: no service, and its key.
        using FakeWindows machine = new();
        const string Key = @"HKLM\SOFTWARE\Invisible Things Lab\Qubes Tools";
        machine.Registry.Set(Key, "InstallDir", RegistryValue.Text(@"C:\Program Files\Qubes Tools"));

        SetupException e = Assert.Single(Check(machine, ComponentNames.Agent));

        Assert.Equal(SetupError.ForeignTools, e.Error);
        Assert.Contains($"Qubes Windows Tools (registry key {Key})", e.Message, StringComparison.Ordinal);
        Assert.Contains("install them again and then uninstall", e.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_KnowsItsOwnServices()
    {
        using FakeWindows machine = new();
        new SetupEngine(machine, _package, NoObserver.Instance).Run(
            new Planner(machine, null, "first").Install(
                _package.List, _package, [ComponentNames.Gui, ComponentNames.XenBase], new()),
            CancellationToken.None);
        machine.Restart(Survival.Everything);

        // Our base drivers bring it, as the drivers of others do.
        machine.Services.Set(new("xenagent", "Xen agent", "", "x", ServiceStart.Automatic, "", 0));

        Plan repair = new Planner(machine, new SetupFolder(machine).ReadReceipt(), "second").Install(
            _package.List, _package, [], new());
        Assert.Empty(Preflight(machine).Check(repair));
    }

    [Fact]
    public void Check_FindsADriverThatLetsEveryUserIn()
    {
        using FakeWindows machine = new();
        SamplePackage guarded = new("1.0.0");
        guarded.AddDriver("drivers/xeniface/xeniface.inf", SampleXenDriver.Guard);
        SamplePackage open = new("1.0.0");
        open.AddDriver("drivers/xeniface/xeniface.inf", "[Version]");

        Assert.Empty(new Preflight(machine, guarded).Check(Plan(machine, guarded)));
        Assert.Equal(
            SetupError.VulnerableDriver,
            Assert.Single(new Preflight(machine, open).Check(Plan(machine, open))).Error);
    }

    [Fact]
    public void Check_TakesAnUpdate_WhoseInterfaceDriverLiesElsewhere()
    {
        string guard = SampleXenDriver.Guard;
        using FakeWindows machine = new();
        SamplePackage older = new("1.0.0");
        older.AddDriver("drivers/old/xeniface.inf", guard);
        new SetupEngine(machine, older, NoObserver.Instance).Run(Plan(machine, older), CancellationToken.None);
        machine.Restart(Survival.Everything);
        SamplePackage newer = new("1.1.0");
        newer.AddDriver("drivers/new/xeniface.inf", guard);

        Assert.Empty(new Preflight(machine, newer).Check(Plan(machine, newer)));
    }

    [Theory]
    [InlineData(true, "Windows for ARM processors")]
    [InlineData(false, "32-bit Windows")]
    public void Check_SaysWhichWindowsItIs(bool isForArm, string kind)
    {
        using FakeWindows machine = new();
        machine.Facts = machine.Facts with { Is64Bit = false, IsForArm = isForArm };

        Assert.Contains(
            kind, Assert.Single(Check(machine, ComponentNames.Agent)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_LooksAtTheSpace()
    {
        using FakeWindows machine = new() { FreeBytes = Tools.Engine.Plans.Preflight.Reserve };

        Assert.Equal(SetupError.NoSpace, Assert.Single(Check(machine, ComponentNames.Agent)).Error);
    }

    private static Plan Plan(FakeWindows machine, SamplePackage package) =>
        new Planner(machine, new SetupFolder(machine).ReadReceipt(), "plan")
            .Install(package.List, package, [ComponentNames.XenBase], new());

    private IReadOnlyList<SetupException> Check(FakeWindows machine, string component) =>
        Preflight(machine).Check(Plan(machine, component));

    private IReadOnlyList<string> Warn(FakeWindows machine) =>
        Preflight(machine).Warn(Plan(machine, ComponentNames.Agent));

    private Preflight Preflight(FakeWindows machine) => new(machine, _package);

    private Plan Plan(FakeWindows machine, string component) =>
        new Planner(machine, null, "plan").Install(_package.List, _package, [component], new());
}

using PedOS.TestKit.Setup;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Product;
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

    [Fact]
    public void Check_NamesEveryReason()
    {
        using FakeWindows machine = new() { PendingRestart = "servicing", IsSecureBoot = true };
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

    [Fact]
    public void Check_FindsADriverThatLetsEveryUserIn()
    {
        using FakeWindows machine = new();
        SamplePackage guarded = new("1.0.0");
        guarded.AddDriver("drivers/xeniface/xeniface.inf", "HKR,,\"Security\",,\"D:P(A;;GA;;;SY)(A;;GA;;;BA)\"");
        SamplePackage open = new("1.0.0");
        open.AddDriver("drivers/xeniface/xeniface.inf", "[Version]");

        Assert.Empty(new Preflight(machine, guarded).Check(Plan(machine, guarded)));
        Assert.Equal(
            SetupError.VulnerableDriver,
            Assert.Single(new Preflight(machine, open).Check(Plan(machine, open))).Error);
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

    private Preflight Preflight(FakeWindows machine) => new(machine, _package);

    private Plan Plan(FakeWindows machine, string component) =>
        new Planner(machine, null, "plan").Install(_package.List, _package, [component], new());
}
